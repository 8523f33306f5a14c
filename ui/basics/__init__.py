"""basics: words, jobs, folders, completion of places; no widget."""
