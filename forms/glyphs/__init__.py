"""glyphs: outlines of characters in font files, and whether the signs that a PDF draws are those it says."""
