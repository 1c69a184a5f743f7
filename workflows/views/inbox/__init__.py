"""The inbox: the list of cases, and one step on many of them."""
