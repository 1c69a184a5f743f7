"""What people write: normalised, ordered as a Thai dictionary does, read and shown as people here do."""
