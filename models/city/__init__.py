"""city: totals, reconciliation, verdicts, summary; SCORING goes here (score.py)."""
