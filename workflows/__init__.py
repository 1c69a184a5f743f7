"""Who does what next: the flow on top of the case, its tasks, the staff's pages."""
