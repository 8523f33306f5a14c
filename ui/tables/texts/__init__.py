"""texts: the table of texts people write, a line for each task."""
