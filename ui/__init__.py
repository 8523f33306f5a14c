"""ui: what people see. Windows, tables, words — and the command line. No rule, no SQL."""
