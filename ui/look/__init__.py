"""look: colours, marks, small widgets, the notice bar."""
