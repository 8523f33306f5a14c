"""pictures: pictures of README and guide, drawn by the program."""
