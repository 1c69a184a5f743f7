"""One case: its page, its steps, and what belongs to it."""
