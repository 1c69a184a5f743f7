"""What holds a letter back: a suppressed or unconfirmed address, the night, and the time of an undo."""
