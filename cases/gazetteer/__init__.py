"""The town's own places by name: in which area a point lies, where a landmark is, and what stands there
with a number on it."""
