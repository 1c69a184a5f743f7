"""Who has changed the set-up, and how it was before."""
