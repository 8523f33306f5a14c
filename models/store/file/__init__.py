"""file: the SQLite file of a workspace: connections, lock, schema, copies, rows."""
