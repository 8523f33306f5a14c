"""figures: what a figure is made of: the units' cells under it, and the paper a cell stands on."""
