"""office: tables of the office."""
