"""The set-up as a whole: which tables it has, its change log, and its way into a file and back."""
