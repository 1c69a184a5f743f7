"""A domain of an e-mail address that looks like a well-known one with a letter wrong."""

# Where most people here have their mail, and domains close to these that are somebody's own.
KNOWN = (
    "gmail.com",
    "hotmail.com",
    "hotmail.co.th",
    "outlook.com",
    "outlook.co.th",
    "yahoo.com",
    "yahoo.co.th",
    "icloud.com",
    "live.com",
    "windowslive.com",
    "protonmail.com",
)
OTHERS = frozenset(
    {"mail.com", "email.com", "ymail.com", "hotmail.co.uk", "yahoo.co.uk", "yahoo.co.jp", "love.com"}
)
# So many letters may be wrong, missing, too many or exchanged; one in a short domain, which has many near it.
MOST, MOST_OF_SHORT, SHORT = 2, 1, 8


def suggestion(address: str) -> str:
    """The address that was probably meant; empty where there is nothing to ask."""
    name, _at, domain = address.rpartition("@")
    domain = domain.lower()
    if not name or domain in KNOWN or domain in OTHERS:
        return ""
    close = [(distance(domain, known), known) for known in KNOWN]
    letters, known = min(close)
    return f"{name}@{known}" if letters <= (MOST_OF_SHORT if len(known) <= SHORT else MOST) else ""


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing or too many, or stand in the wrong order beside each other (optimal
    string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        last, before, row = before, row, [place]
        for column, known in enumerate(other, start=1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != known))
            if last and column > 1 and letter == other[column - 2] and one[place - 2] == known:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return row[-1]
