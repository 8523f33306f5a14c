"""pdf: PAdES."""
