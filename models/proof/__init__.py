"""proof: whether the record of a workspace still says what was recorded, and how a gap is told."""
