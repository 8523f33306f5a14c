"""guide: the guide and the F1 help."""
