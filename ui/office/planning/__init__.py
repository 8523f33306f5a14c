"""planning: the page of the plan: opened, tried, compared, put in force, and the packs that go out for it."""
