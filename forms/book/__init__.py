"""book: Excel books: writer, strict and foreign readers."""
