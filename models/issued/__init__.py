"""issued: what acts issued, found and written again; views of today; copies to look at; files too large to keep."""
