"""book_reading: what programs and people read in an Excel book that anybody may have made."""
