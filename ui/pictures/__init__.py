"""pictures: pictures of README and guide."""
