"""xlsx: package signature."""
