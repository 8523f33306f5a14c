"""workspace: a folder, opened: plan, settings and store together."""
