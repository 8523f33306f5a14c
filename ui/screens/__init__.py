"""screens: the pages of the unit desk, in the order of the navigation."""
