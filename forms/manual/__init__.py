"""manual: the guide as booklets to print."""
