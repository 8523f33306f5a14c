"""shared: what every command uses."""
