"""own_book: what a unit's own workbook offers, mapped once to its cells and registers and found again every period."""
