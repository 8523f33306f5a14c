"""issued: what acts issued: found again and written once more; views of today; a file too large for the store."""
