"""grids: the two grids people type in."""
