"""Letters on their way: claimed, sent, tried again, kept."""
