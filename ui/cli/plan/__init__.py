"""plan: the commands about plans themselves."""
