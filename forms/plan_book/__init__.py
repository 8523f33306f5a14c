"""plan_book: a plan as one Excel book, and back, with every problem at its cell."""
