"""guards: what may be opened at all."""
