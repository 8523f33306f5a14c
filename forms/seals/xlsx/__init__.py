"""xlsx: the OOXML package signature of a workbook, made and checked."""
