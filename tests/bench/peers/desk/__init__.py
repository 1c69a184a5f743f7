"""A small Django project that serves the peer, run by the peer's interpreter: nothing of the product is
imported here."""
