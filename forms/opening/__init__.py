"""opening: opening and verifying any paper."""
