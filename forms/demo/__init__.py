"""demo: the whole chain with invented figures."""
