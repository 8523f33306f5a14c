"""returns: a frozen sheet, its digest, its revisions, the evidence it lists."""
