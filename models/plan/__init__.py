"""plan: the plan's records, and reading them from TOML with every problem at once."""
