"""boxes: parts that stand on several screens."""
