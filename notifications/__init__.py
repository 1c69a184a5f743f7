"""Who must be told, in which language, and did it arrive."""
