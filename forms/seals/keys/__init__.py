"""keys: keys, certificates, tokens; SM2 goes here."""
