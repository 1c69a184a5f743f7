"""Tables of a case and of what belongs to it."""
