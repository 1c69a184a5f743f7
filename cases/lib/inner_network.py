"""Which addresses lie outside of the municipality's own network: where somebody else names an address, the
worker must not be made to ask what only it can reach.

A name is looked up once, and the connection goes to the very addresses that were judged: a second look-up
could answer otherwise.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from cases.lib.http_client import Unanswered

HTTPS = 443
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Behind these a gateway of the network reaches IPv4 (RFC 6052, RFC 8215).
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class Inside(ValueError):
    """The address lies in the inner network, or is none that anything is sent to."""


class NameUnknown(Unanswered):
    """The name is not found, or not now."""


def is_public(address: str) -> bool:
    """Whether an address in numbers is one that the whole internet knows; an IPv4 address within one of IPv6
    is judged itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in TRANSLATED):
            return False
        within = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if within and not is_public(str(within)):
            return False
    return found.is_global and not found.is_multicast


def judged_addresses(url: str, *, also: Iterable[str] = ()) -> list[str]:
    """Look the host of an https address up and return the addresses in numbers to connect to; `also` names
    networks that are meant to be reached. Raises Inside where any of its addresses lies elsewhere in the
    inner network, or the address is no whole https address, and NameUnknown where the name is not found."""
    host, port = host_of(url)
    networks = [ipaddress.ip_network(network) for network in also]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown("The name is not found.") from error
    addresses = [str(address[0]) for *_rest, address in found]
    if not addresses or not all(is_public(one) or _is_listed(one, networks) for one in addresses):
        raise Inside("The address leads into the inner network.")
    return list(dict.fromkeys(addresses))


def host_of(url: str) -> tuple[str, int]:
    """Return host and port of an https address; raises Inside for anything else, also where it brings a user
    or a fragment."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS
    except ValueError as error:
        raise Inside("This is no address.") from error
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not (plain and host) or parts.scheme != "https" or "@" in parts.netloc or parts.fragment:
        raise Inside("This is no https address.")
    return host, port


def is_network(name: str) -> bool:
    """Whether this is a network, or one address, in numbers."""
    try:
        ipaddress.ip_network(name)
    except ValueError:
        return False
    return True


def _is_listed(address: str, networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    found: Address = ipaddress.ip_address(address.partition("%")[0])
    return any(found in network for network in networks)
