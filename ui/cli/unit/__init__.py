"""unit: the unit's commands."""
