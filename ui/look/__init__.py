"""look: colours, marks, small parts, notice bar."""
