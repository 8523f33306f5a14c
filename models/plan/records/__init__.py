"""records: what a plan's rows become, frozen."""
