"""scoring: 考核评分, the page of the office's desk on which scores are previewed, locked and exported."""
