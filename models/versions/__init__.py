"""versions: several plans of one office side by side: which one is meant, what a version changed, last year."""
