"""entered: 代录件, returns of units without the program, typed in at the office from their stamped paper."""
