"""E-mail that comes in."""
