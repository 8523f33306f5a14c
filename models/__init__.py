"""models: what is true. No Qt, no file formats; only models/store knows SQLite."""
