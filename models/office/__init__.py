"""office: what a person at the office decides about what came: carry over, look at, ask."""
