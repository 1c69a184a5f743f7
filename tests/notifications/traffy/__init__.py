"""The bridge to Traffy Fondue, against a stand-in on loopback."""
