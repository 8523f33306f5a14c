"""workbook: a return as xlsx, and back."""
