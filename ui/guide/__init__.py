"""guide: guide and F1."""
