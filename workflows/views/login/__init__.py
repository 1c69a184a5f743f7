"""The pages of the staff's log-in, and of their own security."""
