"""Files made to be heavy and lines made to be slow: whoever reads meanwhile notices nothing."""

import io
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import Self

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.files.inspection.limits import MEMORY
from cases.models import Attachment, RequestType
from tests.attacks.conftest import LONG
from tests.attacks.site import WEB_PROCESSES, Site
from tests.attacks.strangers import Answer, Reader, Stranger, addresses, at_once, statuses

PAGES = ["/", "/track/", "/en/figures/"]
MOST_MEMORY, LIBRARIES = 300 * 1024 * 1024, 100 * 1024 * 1024
SAMPLES = Path(__file__).parents[1] / "cases" / "files" / "inspection" / "samples"
SWELLING = SAMPLES / "pdf_object_stream_50mb.pdf"
Size = Callable[[int, int], int]
Figure = Callable[[str], None]


class Memory:
    """What the site's processes hold at most, looked at again and again while the block lasts: those that
    serve pages, and those that judge files."""

    def __init__(self, site: Site) -> None:
        self.site, self.before = site, site.memory()
        self.most, self.judging = self.before, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    @property
    def grown(self) -> int:
        """By how many bytes they grew."""
        return self.most - self.before

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.most = max(self.most, self.site.memory())
            self.judging = max(self.judging, self.site.memory_of_children())


@cache
def bomb() -> bytes:
    """Fifty megapixels in 200 kB."""
    buffer = io.BytesIO()
    Image.new("RGBA", (7070, 7070), (200, 100, 50, 128)).save(buffer, "PNG")
    return buffer.getvalue()


FILES: dict[str, Callable[[], bytes]] = {"bomb.png": bomb, "swelling.pdf": SWELLING.read_bytes}


def send(stranger: Stranger, code: str, name: str, many: int) -> Answer:
    """The page of the photos with so many such files."""
    files = [SimpleUploadedFile(name, FILES[name]()) for _ in range(many)]
    return stranger.post(f"/requests/{code}/what/", files={"photos": files}, details="ถนนหน้าบ้านเป็นหลุมลึก")


@pytest.fixture
def code(site: Site) -> str:
    """A kind of request that takes papers."""
    RequestType.objects.update(accepts_pdf=True)
    return str(RequestType.objects.filter(active=True, refers_only=False).values_list("code", flat=True)[0])


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_made_to_be_heavy_hold_up_nobody_else(
    site: Site, code: str, name: str, size: Size, figure: Figure
) -> None:
    forms, many = size(4, 40), size(1, 5)
    warm = Stranger(site.url, "127.100.0.1")
    for path in PAGES:
        warm.get(path)
    strangers = [Stranger(site.url, address) for address in addresses(networks=forms)]
    acts = [partial(send, one, code, name, many) for one in strangers]
    with Memory(site) as memory, Reader(site.url, PAGES) as reader:
        answers = at_once(acts, together=forms)
    # Each form has an answer of its own: taken, refused in words, or asked to come again; none is an error.
    assert statuses(answers).keys() <= {200, 302, 503}
    # On a machine that does other things besides, somebody waits too long all the same.
    assert len(reader.answers) > 0
    assert memory.grown < MOST_MEMORY
    # Each web process has one file judged at a time; what the libraries take comes on top.
    assert memory.judging < WEB_PROCESSES * (MEMORY + LIBRARIES)
    if LONG:
        assert (set(statuses(reader.answers)), reader.p95 < 1) == ({200}, True), statuses(reader.answers)
    kept, busy = Attachment.objects.count(), sum(answer.status == 503 for answer in answers)
    read = f"p95 {reader.p95:.2f} s of {len(reader.answers)}, {reader.refused} refused"
    figure(
        f"{forms} forms of {many} × {name}: {max(answer.seconds for answer in answers):.1f} s, {kept} kept, "
        f"{busy} forms told to come again; other pages: {read}; memory +{memory.grown / 1e6:.0f} MB, "
        f"of those that judge {memory.judging / 1e6:.0f} MB"
    )


SLOW = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "an answer, and no end": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "half a body": b"POST /track/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nx",
}


@pytest.mark.parametrize("what", SLOW)
def test_lines_on_which_little_comes_hold_up_nobody_else(
    site: Site, what: str, size: Size, figure: Figure
) -> None:
    """More of them than the site has threads; a byte comes now and then."""
    many, warm = size(120, 600), Stranger(site.url, "127.100.0.1")
    for path in PAGES:
        warm.get(path)
    with ExitStack() as lines:
        held = []
        for address in addresses(networks=many):
            line = socket.create_connection(("127.0.0.1", site.port), 10, (address, 0))
            held.append(lines.enter_context(line))
            line.sendall(SLOW[what])
        with Reader(site.url, PAGES) as reader:
            for line in held if what == "half a body" else []:
                line.sendall(b"x")
            answers = at_once(
                [partial(Stranger(site.url, "127.150.0.1").get, "/")] * size(10, 100), together=2
            )
    assert statuses(answers) == {200: len(answers)}
    if LONG:
        assert (set(statuses(reader.answers)), reader.p95 < 1) == ({200}, True), statuses(reader.answers)
    figure(f"{many} connections with {what}: other pages' p95 {reader.p95:.2f} s of {len(reader.answers)}")
