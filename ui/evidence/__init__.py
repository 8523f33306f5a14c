"""evidence: files attached to a place, and what is said when the row they are attached to goes."""
