"""Who is let in, citizens and staff, and who decides about a case."""
