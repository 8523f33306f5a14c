"""book: Excel books: the writer, the strict and the foreign reader."""
