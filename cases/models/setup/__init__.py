"""Tables of what the administrator sets up."""
