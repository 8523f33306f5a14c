"""session: what is open; undo; what a screen is given."""
