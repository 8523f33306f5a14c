"""basics: numbers, periods, addresses, what clerks type, errors, messages, canonical JSON; knows no plan."""
