"""office: what the office does."""
