"""office: what the pages of the office's desk share: what is open, the page, the lists."""
