"""The field: the day's work of an officer on a telephone, with a line and without."""
