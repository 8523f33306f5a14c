"""wording: how papers write names, places, masks; file names and writing files."""
