"""filing: the way of a return: its stages, the leader's sheet, the seal."""
