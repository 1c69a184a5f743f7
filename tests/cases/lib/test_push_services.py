"""Which addresses a browser may name."""

import pytest
from django.conf import LazySettings

from cases.lib.push_services import NoPushService, host_of, is_entry, is_in_numbers, maker_of

KNOWN = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QHh",
    "https://wns2-sg2p.notify.windows.com/w/?token=BQ%3d",
    "https://push.city.example:8443/x",
]


@pytest.mark.parametrize("endpoint", KNOWN)
def test_the_services_of_the_setting_are_known(endpoint: str, settings: LazySettings) -> None:
    settings.WEB_PUSH_SERVICES = [*settings.WEB_PUSH_SERVICES, "push.city.example:8443"]
    assert host_of(endpoint) in endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://notify.windows.com/x",
        "https://evilnotify.windows.com/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://user:secret@fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/x",
        "https://fcm.googleapis.com:port/x",
        "https://[fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/\r\nHost: intern",
        "https://fcm.googleapis.com/ขอ",
        "file:///etc/passwd",
    ],
)
def test_everything_else_is_refused(endpoint: str) -> None:
    with pytest.raises(NoPushService):
        host_of(endpoint)


def test_the_maker_is_named_and_entries_are_checked() -> None:
    assert [maker_of(name) for name in ("fcm.googleapis.com", "web.push.apple.com", "push.city.example")] == [
        "Google",
        "Apple",
        "push.city.example",
    ]
    right = "push.city.example *.push.city.example push.city.example:8443 10.0.0.7:8443 [::1]:8443".split()
    assert [name for name in right if not is_entry(name)] == []
    wrong = ["https://push.city.example", "push.city.example/x", "*", "", "push .example", "*.*.example"]
    assert [name for name in wrong if is_entry(name)] == []
    assert [is_in_numbers(name) for name in right] == [False, False, False, True, True]
