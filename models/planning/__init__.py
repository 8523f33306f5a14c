"""planning: making, showing and comparing plans: their rows as written, and what a change of them does."""
