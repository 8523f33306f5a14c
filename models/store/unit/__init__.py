"""unit: tables of a unit."""
