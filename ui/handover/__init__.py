"""handover: a whole workspace given to a successor or a new PC, taken over, taken up again, in the window."""
