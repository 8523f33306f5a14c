"""shared: one decorator for every command, what the command line supplies, exit codes, progress."""
