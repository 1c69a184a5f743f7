"""Who has read a citizen's personal data, and what happened to the staff's accounts."""
