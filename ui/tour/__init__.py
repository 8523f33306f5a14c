"""tour: the walk around a desk in three minutes, and the strip above a city that is only tried."""
