"""issued: what acts issued: found again and written once more; a file too large for the store."""
