"""What lies in the inner network is never asked, whatever name or notation leads there."""

import pytest

from cases.lib.inner_network import Inside, NameUnknown, host_of, is_network, is_public, judged_addresses

INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
    *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1"),
)
OUTSIDE = ("1.1.1.1", "203.113.0.1", "2606:4700:4700::1111", "::ffff:1.1.1.1")


def test_public_is_what_the_whole_internet_knows() -> None:
    assert [one for one in INSIDE if is_public(one)] == []
    assert [one for one in OUTSIDE if not is_public(one)] == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"])
def test_every_notation_of_the_loopback_is_judged_as_the_machine_reads_it(host: str) -> None:
    with pytest.raises(Inside):
        judged_addresses(f"https://{host}/")


def test_a_listed_network_is_reached_and_no_other() -> None:
    assert judged_addresses("https://127.0.0.1:8443/x", also=["10.0.0.0/8", "127.0.0.0/8"]) == ["127.0.0.1"]
    with pytest.raises(Inside):
        judged_addresses("https://127.0.0.1/", also=["10.0.0.0/8", "fd00::/8"])
    assert judged_addresses("https://1.1.1.1/") == ["1.1.1.1"]
    with pytest.raises(NameUnknown):
        judged_addresses("https://no-such-name.invalid/")
    assert [is_network(one) for one in ("10.0.0.0/8", "::1", "10.0.0.1/8", "town")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "url",
    [
        *("http://town.example/", "https://", "https://u:p@town.example/", "https://town.example/#x"),
        *("https://town.example:99999/", "https://[::1/", "https://town .example/", "https://town\\@evil/"),
        *("https://เมือง.example/", "file:///etc/passwd", "https:///x"),
    ],
)
def test_nothing_but_a_whole_https_address_is_taken(url: str) -> None:
    with pytest.raises(Inside):
        host_of(url)
