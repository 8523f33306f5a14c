"""lists: lists people read."""
