"""What holds a letter back: an address that is suppressed or not confirmed, the night, and the moments in which a step
can be undone."""
