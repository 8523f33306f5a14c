"""arrivals: the files that come to the office, each opened in the worker, and what followed for each paper."""
