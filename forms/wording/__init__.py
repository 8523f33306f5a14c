"""wording: how papers write names, places and masks; file names, and writing files whole."""
