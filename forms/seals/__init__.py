"""seals: keys and certificates, the data seal, the seals of PDF and workbook, and guards against hostile files."""
