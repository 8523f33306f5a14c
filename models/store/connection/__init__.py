"""connection: one SQLite file: who may have it open, who writes, its failures in words; knows no table."""
