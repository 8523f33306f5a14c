"""unit: what a unit does."""
