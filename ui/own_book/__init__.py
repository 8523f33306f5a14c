"""own_book: the page on which a unit's own workbook is mapped to its sheet, once."""
