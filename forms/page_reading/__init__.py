"""page_reading: what people and scanners read on the pages of a PDF that anybody may have drawn."""
