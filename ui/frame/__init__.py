"""frame: the bars and the navigation that both desks share."""
