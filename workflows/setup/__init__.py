"""The set-up pages: what the administrators change without a programmer, in plain words."""
