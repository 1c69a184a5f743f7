"""The web server before the pages: Caddy, which fetches and renews its certificate itself."""

import re
import shutil
from pathlib import Path

from deploy.keeper import places
from deploy.keeper.work import Trouble, run

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
IMPORT = "import /etc/caddy/conf.d/*.caddy\n"
# A line of the file that Debian brings: its welcome page.
WELCOME = "root * /usr/share/caddy"
ACME, OWN, SELF_SIGNED = "acme", "own", "self-signed"
SITE = """# Written by raprueang; `raprueang install` writes it anew.
{host} {{
{tls}	# Five photos of 10 MB, or a street map.
	request_body {{
		max_size 55MB
	}}
	reverse_proxy 127.0.0.1:{port}
	handle_errors {{
		@away expression {{err.status_code}} in [502, 503, 504]
		header @away Retry-After 30
		header @away Content-Type "text/html; charset=utf-8"
		header @away Cache-Control no-store
		respond @away `{page}` 503
	}}
}}
"""
PAGE = (
    '<!doctype html><html lang="th"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>503</title>'
    "<h1>ระบบปิดปรับปรุงชั่วคราว</h1><p>กรุณาลองใหม่อีกครั้งในอีกสักครู่ เรื่องที่ท่านยื่นไว้แล้วไม่สูญหาย</p>"
    '<p lang="en">The service is out for a moment. Please try again soon; what you filed is not lost.</p>'
)


def checked_host(typed: str) -> str:
    """The host name as it is written everywhere. Raises Trouble where it is none."""
    host = typed.strip().rstrip(".").lower()
    if not HOST.fullmatch(host):
        raise Trouble(f"“{typed}” is no host name. It looks like eservice.example.go.th, without https://.")
    return host


def site(host: str, way: str) -> str:
    """The site's part of Caddy's settings."""
    own = f"\ttls {places.CERTIFICATES}/certificate.pem {places.CERTIFICATES}/key.pem\n"
    tls = {ACME: "", OWN: own, SELF_SIGNED: "\ttls internal\n"}[way]
    return SITE.format(host=host, tls=tls, port=places.PORT, page=PAGE)


def way_of(text: str) -> str:
    """Which certificate a site's settings name."""
    if "tls internal" in text:
        return SELF_SIGNED
    return OWN if str(places.CERTIFICATES) in text else ACME


def take_certificate(certificate: Path, key: Path) -> None:
    """Keep a certificate of one's own where Caddy reads it, for its eyes alone. Raises Trouble where the
    two do
    not belong together."""
    for file in (certificate, key):
        if not file.is_file():
            raise Trouble(f"There is no file {file}.")
    sentence = f"{certificate} is no certificate in PEM."
    public = run(["openssl", "x509", "-noout", "-pubkey", "-in", certificate], trouble=sentence)
    sentence = f"{key} is no private key in PEM without a passphrase."
    if public != run(["openssl", "pkey", "-pubout", "-passin", "pass:", "-in", key], trouble=sentence):
        raise Trouble(f"{key} is not the key of {certificate}.")
    places.CERTIFICATES.mkdir(parents=True, exist_ok=True)
    for file, name in ((certificate, "certificate.pem"), (key, "key.pem")):
        target = places.CERTIFICATES / name
        target.touch(0o600)
        target.chmod(0o600)
        shutil.copyfile(file, target)
        shutil.chown(target, "caddy", "caddy")
    places.CERTIFICATES.chmod(0o755)


def write(host: str, way: str) -> None:
    """Have Caddy serve the site. Settings that the keeper has made for other sites stay. Raises Trouble."""
    places.SITE.parent.mkdir(parents=True, exist_ok=True)
    places.SITE.write_text(site(host, way), encoding="utf-8")
    places.SITE.chmod(0o644)
    text = places.CADDYFILE.read_text(encoding="utf-8") if places.CADDYFILE.exists() else ""
    if WELCOME in text and IMPORT not in text:
        shutil.copy2(places.CADDYFILE, places.CADDYFILE.with_suffix(".before-raprueang"))
        text = f"{{\n\tskip_install_trust\n}}\n\n{IMPORT}"
    elif IMPORT not in text:
        text = f"{text.rstrip()}\n\n{IMPORT}"
    places.CADDYFILE.write_text(text, encoding="utf-8")
    check: list[str | Path] = ["caddy", "validate", "--adapter", "caddyfile", "--config", places.CADDYFILE]
    run(check, trouble=f"Caddy refuses the settings in {places.CADDYFILE}.", user="caddy",
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/var/lib/caddy"})  # fmt: skip
    run(["systemctl", "enable", "caddy"], trouble="The web server Caddy cannot be switched on.")
    sentence = "The web server Caddy did not start. Does another web server hold the ports 80 and 443?"
    run(["systemctl", "restart", "caddy"], trouble=f"{sentence} `journalctl -u caddy -n 30` says why.")
