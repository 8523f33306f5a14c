"""desk: what the office's desk is put together from: its header, and the stack of its pages."""
