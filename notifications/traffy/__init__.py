"""The bridge to Traffy Fondue, the national platform: what comes in from there, and how it is asked."""
