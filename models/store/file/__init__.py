"""file: the SQLite file of a workspace: schema, copies, rows, the chained record of acts."""
