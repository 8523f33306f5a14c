"""pdf: the PAdES seal of a document, made and checked."""
