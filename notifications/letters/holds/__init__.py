"""What holds a letter back: an address that is suppressed or not confirmed, and the night."""
