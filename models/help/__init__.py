"""help: what a place is about, in words."""
