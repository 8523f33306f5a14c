"""demo: invented figures."""
