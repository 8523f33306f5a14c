"""sheet: what one unit says in one period, and what follows from it."""
