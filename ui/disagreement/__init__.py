"""disagreement: returns of one unit that disagree — found in the background, told where one of them is corrected."""
