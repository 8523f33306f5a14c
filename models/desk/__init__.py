"""desk: what the office tells of its figures: where one comes from, what changed since."""
