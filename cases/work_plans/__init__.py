"""Work plans: their stages and steps, what is wrong with one, and how a version comes about."""
