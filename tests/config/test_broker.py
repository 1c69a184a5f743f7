"""One Redis, or several with sentinels."""

import pytest
from django.core.cache.backends.locmem import LocMemCache
from redis.sentinel import SentinelConnectionPool

from config import broker

URL = "sentinel://:pass%21word@one.example:26380;sentinel://two.example"


@pytest.fixture
def elected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentinels' settings."""
    monkeypatch.setenv("REDIS_MASTER", "raprueang")
    monkeypatch.setenv("SENTINEL_PASSWORD", "own")


def test_one_redis_is_asked_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_MASTER", raising=False)
    assert broker.transport_options() == {}
    assert broker.cache("redis://one.example/0")["BACKEND"].startswith("django")
    assert broker.client("redis://one.example/0", patience=1).connection_pool.connection_kwargs["db"] == 0


def test_without_redis_each_process_remembers_for_itself() -> None:
    assert broker.cache("")["BACKEND"].endswith(LocMemCache.__name__)


def test_sentinels_are_asked_who_the_master_is(elected: None) -> None:
    found = broker.client(URL, patience=1)
    assert isinstance(found.connection_pool, SentinelConnectionPool)
    assert found.connection_pool.connection_kwargs["password"] == "pass!word"
    addresses = [
        one.connection_pool.connection_kwargs for one in found.connection_pool.sentinel_manager.sentinels
    ]
    assert [(one["host"], one["port"]) for one in addresses] == [
        ("one.example", 26380),
        ("two.example", 26379),
    ]
    assert {one["password"] for one in addresses} == {"own"}


def test_celery_and_the_cache_are_told(elected: None) -> None:
    assert broker.transport_options()["master_name"] == "raprueang"
    assert broker.cache(URL)["BACKEND"] == "config.broker.ElectedCache"
