"""basics: words, jobs, folders, marks of places: no widget."""
