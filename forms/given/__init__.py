"""given: the sheets of workbooks and lists as somebody made them, as cells with what is odd about each."""
