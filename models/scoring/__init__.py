"""scoring: 考核评分, by the rules an office gives; previewed, locked, and not moved by what comes later."""
