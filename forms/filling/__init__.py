"""filling: templates and the way back from Excel, JSON, .ods later."""
