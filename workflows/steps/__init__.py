"""A step of a member of staff: done once, on what was read, with its words."""
