"""keeping: what somebody gives in the window goes to the disk, or waits in memory until a disk takes it."""
