"""papers: files opened in the window — taken into the unit's workspace, or shown for what they are."""
