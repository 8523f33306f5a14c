"""filling: whatever offers figures to a sheet (import, slices, last period), and the list of duties."""
