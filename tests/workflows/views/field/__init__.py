"""The field: the day and its cards, as pages."""
