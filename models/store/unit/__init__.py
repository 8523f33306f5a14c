"""unit: the tables of a unit."""
