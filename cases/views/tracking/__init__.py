"""The pages of a citizen's own cases, and of the cases that a citizen follows."""
