"""office: the office's commands."""
