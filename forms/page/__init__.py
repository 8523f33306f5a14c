"""page: PDF pages: geometry, fonts, line breaks, charts, preview."""
