"""looks: whether a plan works, beyond that it can be read: who fills what when, and what is worth a second look."""
