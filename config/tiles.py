"""Where the pictures of the map come from: the one foreign address that the pages may load pictures from."""

import re
from urllib.parse import urlsplit


def origin(tile_url: str) -> list[str]:
    """The source to allow in the content security policy: scheme and host of the tiles. `{s}` (one of several
    hosts) becomes `*`; an address on this site needs none."""
    address = urlsplit(re.sub(r"\{s\}", "*", tile_url))
    return [f"{address.scheme}://{address.netloc}"] if address.netloc else []
