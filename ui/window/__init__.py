"""window: the application, its windows, bars and panel."""
