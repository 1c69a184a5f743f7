"""The field on a telephone in a real browser."""
