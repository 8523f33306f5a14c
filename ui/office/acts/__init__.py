"""acts: what is done from the pages of the office's desk: asked once, done in the background, recorded."""
