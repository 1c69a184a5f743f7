"""Old cases come along: from a table or list of another system, read by a mapping, written in batches."""
