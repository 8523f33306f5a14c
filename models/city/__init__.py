"""city: totals with coverage, reconciliation, verdicts, the summary."""
