"""planning: the page of the plan: opened, tried, compared, put in force."""
