"""settings: the office's settings as lines, what a change of them would do, and their files."""
