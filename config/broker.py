"""The Redis of REDIS_URL: one server, or with REDIS_MASTER the one that its sentinels name at the moment.

With sentinels REDIS_URL is a list, as Celery wants it: sentinel://:password@one:26379;sentinel://two:26379.
The password is that of the Redis servers; SENTINEL_PASSWORD is that of the sentinels, where they have one.
"""

import os
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.sentinel import Sentinel

PORT = 26379


def transport_options() -> dict[str, Any]:
    """What Celery's transport has to know of the sentinels; nothing where there are none."""
    master = os.environ.get("REDIS_MASTER", "")
    return {"master_name": master, "sentinel_kwargs": _own_password()} if master else {}


def cache(url: str) -> dict[str, Any]:
    """Django's cache on this Redis; without any each process has its own."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    own = "config.broker.ElectedCache" if os.environ.get("REDIS_MASTER") else ""
    return {"BACKEND": own or "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def client(url: str, *, patience: float) -> redis.Redis:
    """A connection to the server that takes writes, which waits for an answer this long in seconds."""
    hurry: dict[str, Any] = {"socket_timeout": patience, "socket_connect_timeout": patience}
    master = os.environ.get("REDIS_MASTER", "")
    return _elected(url, master, hurry) if master else redis.Redis.from_url(url, **hurry)


def _elected(url: str, master: str, options: dict[str, Any]) -> redis.Redis:
    addresses = [urlsplit(part) for part in url.split(";")]
    hosts = [(address.hostname, address.port or PORT) for address in addresses]
    password = unquote(addresses[0].password or "") or None
    own = {**options, **_own_password()}
    watching: Any = cast(Any, Sentinel)(hosts, sentinel_kwargs=own, password=password, **options)
    found: redis.Redis = watching.master_for(master)
    return found


def _own_password() -> dict[str, str]:
    own = os.environ.get("SENTINEL_PASSWORD", "")
    return {"password": own} if own else {}


class ElectedClient(RedisCacheClient):
    """Speaks to the elected server, and asks for it anew when its connection breaks."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._elected = client(";".join(servers), patience=2.0)

    def get_client(self, key: Any = None, *, write: bool = False) -> redis.Redis:
        """The elected server, for reading too: a replica may be behind."""
        return self._elected


class ElectedCache(RedisCache):
    """Django's cache on it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ElectedClient
