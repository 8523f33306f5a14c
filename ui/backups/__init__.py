"""backups: a workspace copied elsewhere, put back from a copy, compared with its record, in the window."""
