"""Item models, views and delegates of the window."""
