"""Which letter goes to whom, and what it says."""
