"""The small lists of the set-up: one mechanism, driven by a table of what each list has."""
