"""cli: the command line: one decorated function for each verb."""
