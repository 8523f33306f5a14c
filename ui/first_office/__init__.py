"""first_office: an office is set up in the window: plan, name, due times, keys and passphrase, the pack for all."""
