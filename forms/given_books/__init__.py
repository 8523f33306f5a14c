"""given_books: any file somebody picks to fill from, read by what it is — workbooks old and new, documents, pages."""
