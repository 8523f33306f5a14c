"""filling: templates, and the way back from Excel, JSON and the clipboard."""
