"""formula: the language of a plan's rules."""
