"""lists: lists that are only read."""
