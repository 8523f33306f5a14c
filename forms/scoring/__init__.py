"""scoring: 考核评分表, the scores of a period as a workbook."""
