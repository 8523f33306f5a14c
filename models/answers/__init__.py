"""answers: what a sheet answers to a check in one call, and the figures of its sentences."""
