"""basics: numbers, periods, addresses, what clerks type, errors, sentences, canonical JSON: knows no plan."""
