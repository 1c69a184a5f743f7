"""What may be shown of an address to somebody who knows it."""


def masked(email: str) -> str:
    """s***@example.com."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else ""
