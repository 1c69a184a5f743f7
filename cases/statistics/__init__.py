"""Figures that everybody may read, without telling of any single person."""
