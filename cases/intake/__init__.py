"""A request becomes a case: its type, its place, its department, its number."""
