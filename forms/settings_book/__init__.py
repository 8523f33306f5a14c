"""settings_book: the office's settings as one Excel book to print and to fill in, and back."""
