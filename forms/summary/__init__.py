"""summary: 汇总表."""
