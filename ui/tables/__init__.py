"""tables: item models, views and delegates."""
