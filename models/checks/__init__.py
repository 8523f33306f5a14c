"""checks: findings, the rules by name, explanations."""
