"""archive: 归档包: everything that was filed, answered and decided, in one zip with a list of SHA-256."""
