"""Figures for those who answer for the work: what is measured, by what it is told apart, over which time."""
