"""page: PDF pages: geometry, fonts, Chinese line breaks, charts, previews."""
