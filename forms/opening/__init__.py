"""opening: opening and verifying any paper."""

READER = "forms.opening.open_return"  # what a worker loads before it is given a file
