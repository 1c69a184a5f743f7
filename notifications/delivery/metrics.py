"""How many letters have come to which end, for whoever watches (`config.metrics`)."""

from prometheus_client import Counter

SETTLED = Counter("raprueang_notices_settled", "Letters settled", ["state", "channel"])
