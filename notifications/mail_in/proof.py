"""Whether an e-mail is its sender's: the town's own mail server says so, and nobody else is asked.

The server writes what SPF, DKIM and DMARC have said into Authentication-Results (RFC 8601) and takes out what
a stranger wrote there in its name. Only the topmost one is read: whatever came with the letter stands below.
"""

import re

from django.conf import settings

from cases.lib.mail import Received

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*pass\b(.*)$", re.IGNORECASE)
# What was checked, for each method.
_PROVED = {
    "dmarc": re.compile(r"\bheader\.from\s*=\s*\"?(?:[^\s\"@;]*@)?([^\s\";]+)", re.IGNORECASE),
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?(?:[^\s\"@;]*@)?([^\s\";]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?(?:[^\s\"@;]*@)?([^\s\";]+)", re.IGNORECASE),
}


def is_senders(read: Received) -> bool:
    """Whether the sender's domain stands for this letter, by the word of the server in MAIL_IN_AUTHSERV."""
    host, domain = settings.MAIL_IN_AUTHSERV.lower(), read.sender.rpartition("@")[2].lower()
    if not host or not domain:
        return False
    header = read.authentication
    while (plain := _COMMENT.sub(" ", header)) != header:
        header = plain
    server, *results = header.split(";")
    if server.lower().split()[:1] != [host]:
        return False
    return any(_stands_for(result, domain) for result in results)


def _stands_for(result: str, domain: str) -> bool:
    found = _RESULT.match(result)
    if found is None:
        return False
    checked = _PROVED[found[1].lower()].search(found[2])
    name = checked[1].lower().rstrip(".") if checked else ""
    # A name below the sender's own is the sender's; one above it may be a whole country's.
    return name == domain or name.endswith(f".{domain}")
