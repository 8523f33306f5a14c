"""keys: key files, certificates, tokens."""
