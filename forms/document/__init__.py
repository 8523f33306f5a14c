"""document: a return as PDF."""
