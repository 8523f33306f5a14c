"""workspaces: the workspaces somebody works in — their list, the page to choose one, one more for another office."""
