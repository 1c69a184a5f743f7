"""Which letter goes to whom, and what it says: the catalogue, and what acts by it."""
