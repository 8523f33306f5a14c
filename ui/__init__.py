"""ui: what people see: the window and the command line. No rule, no SQL."""
