"""The web server: which names are host names, which certificate a site has, what stands before the pages."""

import subprocess
from pathlib import Path

import pytest

from deploy.keeper import places, proxy
from deploy.keeper.work import Trouble


@pytest.mark.parametrize("typed", ["eservice.example.go.th", " EService.Example.go.th. ", "a.b-c.th"])
def test_a_host_name_is_written_in_one_way(typed: str) -> None:
    assert proxy.checked_host(typed) == typed.strip().rstrip(".").lower()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://a.th",
        "a.th/x",
        "a_b.th",
        "localhost",
        "-a.th",
        "a..th",
        "10.0.0.1",
        "a.th {",
        "a.th\nb.th",
    ],
)
def test_what_is_no_host_name_is_refused(typed: str) -> None:
    with pytest.raises(Trouble, match="is no host name"):
        proxy.checked_host(typed)


@pytest.mark.parametrize("way", [proxy.ACME, proxy.OWN, proxy.SELF_SIGNED])
def test_a_site_keeps_its_way_to_a_certificate(way: str) -> None:
    text = proxy.site("eservice.example.go.th", way)
    assert proxy.way_of(text) == way
    assert "reverse_proxy 127.0.0.1:8000" in text
    assert text.count("{") == text.count("}")


def _pair(folder: Path, name: str) -> tuple[Path, Path]:
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=a.th"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


def test_a_certificate_and_a_key_that_do_not_fit_are_refused(machine: Path) -> None:
    (certificate, key), (_other, wrong) = _pair(machine, "one"), _pair(machine, "two")
    with pytest.raises(Trouble, match="is not the key of"):
        proxy.take_certificate(certificate, wrong)
    with pytest.raises(Trouble, match="no certificate in PEM"):
        proxy.take_certificate(key, key)
    with pytest.raises(Trouble, match="There is no file"):
        proxy.take_certificate(machine / "none", key)
    assert not places.CERTIFICATES.exists()
