"""The town's own places by name: in which area a point lies, and where a landmark is."""
