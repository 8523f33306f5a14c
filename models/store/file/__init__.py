"""file: SQLite: connection, lock, schema, copies, rows."""
