"""system: what an operating system does in its own way — files in use, whose a folder is, kinds of drive."""
