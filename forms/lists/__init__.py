"""lists: what a list somebody made says of itself — its heads, measures and places, and which lines are no rows."""
