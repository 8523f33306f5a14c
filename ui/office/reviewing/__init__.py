"""reviewing: what 审核 says of papers and their places, and what is done about them."""
