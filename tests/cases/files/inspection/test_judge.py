"""Files are judged apart, in bounded time and memory; whatever becomes of the judging process, the next file
is judged."""

import fcntl
import io
import os
import resource
import signal
import socket
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings as ours
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image, ImageCms
from pypdf import PdfWriter
from pytest_django import Settings

from cases.files.inspection import child, judge
from cases.files.inspection.judge import Judge
from cases.files.inspection.limits import MEMORY, PROCESSOR
from cases.files.inspection.verdicts import Reason, Unfit, Verdict
from cases.lib import admission
from tests.cases.files.inspection.drawing import exif, png, quarters, saved, turn
from tests.servers import wait_for

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def judging() -> Iterator[Judge]:
    """A judge of these tests' own."""
    judging = Judge()
    yield judging
    judging.stop()


def names() -> bytes:
    """A PDF of names: each is read in no time, all of them in more than any file may take."""
    arrays = b"".join(b"/A%d[%s]" % (number, b"/" * 90_000) for number in range(110))
    head = b"%PDF-1.5\nxref\n0 0\ntrailer<</Size 5/Root 1 0 R"
    return head + arrays + b">>\nstartxref\n9\n%%EOF"


def reason(judging: Judge, purpose: str, content: bytes) -> Reason:
    with pytest.raises(Unfit) as refused:
        judging.judged(purpose, io.BytesIO(content))
    return refused.value.reason


def wide(side: int) -> bytes:
    """A small file of a large picture."""
    row = bytes(side // 8 + 1)
    return png([row] * side, width=side, depth=1, colour=0)


def test_a_photo_comes_back_with_its_thumbnail(judging: Judge) -> None:
    made = judging.judged("photo", io.BytesIO(saved(quarters())))
    assert (made.width, made.height) == quarters().size
    assert made.body[:2] == made.thumbnail[:2] == b"\xff\xd8"


def test_a_file_on_the_disk_is_judged_where_it_is(judging: Judge) -> None:
    with TemporaryUploadedFile("photo.png", "image/png", 0, None) as upload:
        upload.write(saved(quarters()))
        assert judging.judged("photo", upload).width == quarters().width
        upload.seek(0)
        assert upload.read() == saved(quarters())


def test_what_would_take_the_processor_for_long_is_ended_and_the_next_file_judged(judging: Judge) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    assert reason(judging, "paper", names()) == Reason.TIME
    after = resource.getrusage(resource.RUSAGE_SELF)
    # Apart: the process that serves pages has done nothing but wait.
    assert after.ru_utime - before.ru_utime < PROCESSOR / 2
    assert judging.judged("photo", io.BytesIO(saved(quarters()))).body


def broken(side: int) -> Iterator[tuple[str, bytes]]:
    """Pictures of this width that lack something, with what they are."""
    picture = Image.effect_noise((side, side * 3 // 4), 60).convert("RGB")
    whole = {
        "JPEG": saved(picture, "JPEG", quality=80),
        "progressive": saved(picture, "JPEG", quality=80, progressive=True),
        "turned": saved(picture, "JPEG", quality=80, exif=exif(turn(6))),
        "grey": saved(picture.convert("L"), "JPEG"),
        "PNG": saved(picture, compress_level=1),
        "WebP": saved(picture, "WEBP", lossless=False, method=0),
    }
    for name, content in whole.items():
        yield f"half of a {name}", content[: len(content) // 2]
        yield f"most of a {name}", content[: len(content) * 9 // 10]
    start = whole["PNG"].index(b"IDAT") + 1000
    yield "PNG with a hole", whole["PNG"][:start] + bytes(50) + whole["PNG"][start + 50 :]


@pytest.mark.parametrize("side", [400, 3600])
def test_a_broken_picture_is_no_picture_however_small_it_is(judging: Judge, side: int) -> None:
    found = {name: reason(judging, "photo", content) for name, content in broken(side)}
    assert set(found.values()) == {Reason.NO_PICTURE}, found


def test_a_small_picture_of_a_colour_profile_is_no_picture_when_it_is_broken(judging: Judge) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.effect_noise((400, 300), 60).convert("RGB")
    content = saved(picture, "JPEG", icc_profile=profile)
    assert judging.judged("photo", io.BytesIO(content)).body
    assert reason(judging, "photo", content[: len(content) * 2 // 3]) == Reason.NO_PICTURE


@pytest.mark.parametrize(("purpose", "said"), [("photo", Reason.NO_PICTURE), ("paper", Reason.NO_PAPER)])
def test_what_no_reader_foresaw_is_the_files_fault(
    monkeypatch: pytest.MonkeyPatch, purpose: str, said: Reason
) -> None:
    monkeypatch.setitem(child.PURPOSES, purpose, lambda content: Verdict(*struct.unpack(">Q", content)))
    with tempfile.TemporaryFile() as file:
        assert f'"{said}"'.encode() in child._judged(purpose, file.fileno())


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, Reason.NO_PAPER), (-1, Reason.NO_PAPER), (-(10**9), Reason.NO_PAPER), (201, Reason.PAGES)],
)
def test_a_paper_has_one_page_at_least_and_so_many_at_most(judging: Judge, count: int, said: Reason) -> None:
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(buffer)
    content = buffer.getvalue()
    assert judging.judged("paper", io.BytesIO(content)) == Verdict()
    assert content.count(b"/Count 1") == 1
    wrong = content.replace(b"/Count 1", b"/Count %d" % count)
    assert reason(judging, "paper", wrong) == said


def test_what_would_take_too_much_memory_is_refused(judging: Judge) -> None:
    """49 megapixels of WebP: the decoder wants four times its canvas."""
    assert MEMORY < 4 * 4 * 7000 * 7000
    canvas = (6999).to_bytes(3, "little")
    content = saved(quarters(), "WEBP", save_all=True, append_images=[quarters().convert("L")], duration=9)
    start = content.index(b"VP8X") + 12
    large = content[:start] + canvas * 2 + content[start + 6 :]
    assert reason(judging, "photo", large) in (Reason.MEMORY, Reason.NO_PICTURE)


def test_fifty_megapixels_are_taken_and_one_more_is_not(judging: Judge) -> None:
    assert judging.judged("photo", io.BytesIO(wide(7070))).width == 1600
    assert reason(judging, "photo", wide(7080)) == Reason.PIXELS


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("exif_*.jpg")))
def test_a_photo_whose_metadata_had_broken_it_is_taken_and_turned(judging: Judge, name: str) -> None:
    """They have 64 by 48 and 400 by 200 pixels, and lie on their sides."""
    made = judging.judged("photo", io.BytesIO((SAMPLES / name).read_bytes()))
    assert made.height > made.width


def test_a_stream_that_swells_to_fifty_megabytes_is_refused_at_once(judging: Judge) -> None:
    content = (SAMPLES / "pdf_object_stream_50mb.pdf").read_bytes()
    # By what it inflates to, and not by its time.
    assert reason(judging, "paper", content) == Reason.NO_PAPER


def test_a_judging_process_that_died_is_started_again(judging: Judge) -> None:
    judging.judged("photo", io.BytesIO(saved(quarters())))
    assert judging.process
    os.kill(judging.process.pid, signal.SIGKILL)
    judging.process.wait(10)
    assert judging.judged("photo", io.BytesIO(saved(quarters()))).body


def test_the_judging_process_ends_with_its_parent(judging: Judge) -> None:
    """A parent that is killed says no more than this."""
    judging.start().shutdown(socket.SHUT_RDWR)
    assert judging.process
    wait_for(
        lambda: judging.process and judging.process.poll() is not None, what="the end of the judging process"
    )
    assert judging.process.returncode == 0


def test_the_judging_process_knows_no_secret(judging: Judge) -> None:
    judging.judged("photo", io.BytesIO(saved(quarters())))
    assert judging.process
    assert set(psutil.Process(judging.process.pid).environ()) <= {
        "LANG",
        "PATH",
        "LC_CTYPE",
        "OPENBLAS_NUM_THREADS",
    }


def test_whoever_waits_too_long_for_a_turn_is_told_so(
    judging: Judge, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process of this machine holds the only turn."""
    settings.UPLOADS_AT_ONCE = 1
    monkeypatch.setattr(judge, "PATIENCE", 0.2)
    judging.judged("photo", io.BytesIO(saved(quarters())))
    with open(Path(ours.VAR_DIR, judge.FOLDER, "0.lock"), "rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        assert reason(judging, "photo", saved(quarters())) == Reason.BUSY
    assert judging.judged("photo", io.BytesIO(saved(quarters()))).body


def test_a_request_that_waits_for_the_judge_leaves_its_place_or_does_not_wait(judging: Judge) -> None:
    asked: list[float] = []

    def aside() -> bool:
        asked.append(time.monotonic())
        return len(asked) == 1

    with admission.admitted(aside):
        assert judging.judged("photo", io.BytesIO(saved(quarters()))).body
        assert reason(judging, "photo", saved(quarters())) == Reason.BUSY
    assert len(asked) == 2
