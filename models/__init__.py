"""models: what is true. Plan, cells, checks, returns, ledger, summary, store. No Qt, no file formats."""
