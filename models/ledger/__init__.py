"""ledger: what follows for a paper that arrives; rulings; who is there; what a receipt asks."""
