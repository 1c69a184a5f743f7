"""The inbox: which cases a person sees, how they are searched, counted and kept as views."""
