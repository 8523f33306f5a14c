"""book: Excel books as we write them, and the texts they show."""
