"""lists: what a row of the office's tables says, and how a cell of it is drawn."""
