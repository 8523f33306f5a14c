"""office: the tables of the office."""
