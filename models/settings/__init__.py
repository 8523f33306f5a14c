"""settings: what the office decides beside the plan."""
