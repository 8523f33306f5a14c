"""rows: TOML rows to typed values, by the one table of keys."""
