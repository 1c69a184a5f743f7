"""The picture that is stored looks like the one that was sent, however its pixels are written."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, ImageOps

from cases.files.inspection import pictures
from cases.files.inspection.containers import orientation
from cases.files.inspection.verdicts import Reason, Unfit
from tests.cases.files.inspection.drawing import (
    HEIGHT,
    WIDTH,
    difference,
    exif,
    opened,
    png,
    quarters,
    saved,
    turn,
    with_chunk,
    with_segment,
)

# What JPEG itself changes in these pictures.
NOISE = 4.0
CHUNKS = "tEXt zTXt iTXt eXIf iCCP pHYs gAMA cHRM acTL fcTL sBIT".split()


def stored(content: bytes) -> Image.Image:
    """The photo as it is kept; its thumbnail shows the same."""
    made = pictures.photo(content)
    photo, thumbnail = opened(made.body), opened(made.thumbnail)
    assert (made.width, made.height) == photo.size
    assert difference(thumbnail, photo.resize(thumbnail.size)) < 2 * NOISE
    return photo


def looks_like(content: bytes, expected: Image.Image) -> bool:
    """Whether what is kept of a file looks like this."""
    return difference(stored(content), expected) < NOISE


def deep_grey(clear: bytes = b"") -> bytes:
    """From black to white, from left to right, with 16 bits a sample."""
    row = b"".join(struct.pack(">H", x * 65535 // (WIDTH - 1)) for x in range(WIDTH))
    return png([row] * HEIGHT, width=WIDTH, depth=16, colour=0, clear=clear)


def ramp_of(values: list[int]) -> Image.Image:
    """Columns of these greys."""
    picture = Image.new("L", (len(values), HEIGHT))
    picture.putdata(values * HEIGHT)
    return picture


GREYS = [x * 65535 // (WIDTH - 1) >> 8 for x in range(WIDTH)]


def test_sixteen_bits_of_grey_are_not_white() -> None:
    assert looks_like(deep_grey(), ramp_of(GREYS))


def test_of_sixteen_bits_of_grey_only_the_transparent_level_becomes_white() -> None:
    black_is_clear = ramp_of([255, *GREYS[1:]])
    assert looks_like(deep_grey(struct.pack(">H", 0)), black_is_clear)
    # The same upper eight bits, another level: nothing is clear.
    assert looks_like(deep_grey(struct.pack(">H", 1)), ramp_of(GREYS))


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_a_transparent_grey_of_few_bits_becomes_white(depth: int) -> None:
    levels, per_byte = 1 << depth, 8 // depth
    samples = [(x * levels // 64) for x in range(64)]
    row = bytearray()
    for start in range(0, 64, per_byte):
        byte = 0
        for sample in samples[start : start + per_byte]:
            byte = byte << depth | sample
        row.append(byte)
    content = png([bytes(row)] * HEIGHT, width=64, depth=depth, colour=0, clear=b"\0\0")
    assert looks_like(content, ramp_of([255 * sample // (levels - 1) or 255 for sample in samples]))


@pytest.mark.parametrize("depth", [8, 16])
def test_a_transparent_colour_becomes_white_and_no_other(depth: int) -> None:
    picture, size = quarters(), depth // 8
    data = picture.tobytes()
    rows = [data[3 * WIDTH * y : 3 * WIDTH * (y + 1)] for y in range(HEIGHT)]
    rows = [b"".join(bytes([level]) * size for level in row) for row in rows]
    colour = picture.getpixel((0, 0))
    assert isinstance(colour, tuple)
    clear = b"".join((bytes([level]) * size).rjust(2, b"\0") for level in colour)
    expected = picture.copy()
    expected.paste("white", (0, 0, WIDTH // 2, HEIGHT // 2))
    assert looks_like(png(rows, width=WIDTH, depth=depth, colour=2, clear=clear), expected)


def deep(*colours: tuple[int, int, int], clear: tuple[int, int, int]) -> bytes:
    """Columns of these colours of 16 bits, 8 pixels wide each; one colour is transparent."""
    row = b"".join(struct.pack(">3H", *colour) * 8 for colour in colours)
    return png([row] * 16, width=8 * len(colours), depth=16, colour=2, clear=struct.pack(">3H", *clear))


@pytest.mark.parametrize(
    ("clear", "kept"),
    [((0x4000, 0x8000, 0xC000), (64, 128, 192)), ((0x4001, 0x8000, 0xC001), (64, 128, 192))],
)
@pytest.mark.parametrize(
    "other", [(0x4001, 0x8000, 0xC000), (0x4000, 0x8001, 0xC000), (0x4000, 0x8000, 0xC0FF)]
)
def test_of_sixteen_bits_of_colour_all_are_compared(
    clear: tuple[int, int, int], kept: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    photo = stored(deep(clear, other, clear=clear))
    assert difference(photo.crop((2, 2, 6, 14)), Image.new("RGB", (4, 12), "white")) < NOISE
    expected = Image.new("RGB", (4, 12), kept)
    assert difference(photo.crop((10, 2, 14, 14)), expected) < NOISE


def test_a_dark_colour_of_sixteen_bits_is_not_the_black_that_is_transparent() -> None:
    assert looks_like(deep((0x80, 0x80, 0x80), clear=(0, 0, 0)), Image.new("RGB", (8, 16)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_of_png_looks_as_before(mode: str) -> None:
    picture = quarters().quantize(8) if mode == "P" else quarters().convert(mode)
    assert looks_like(saved(picture), picture.convert("RGB"))


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_half_transparent_is_half_white(format_name: str) -> None:
    picture = quarters()
    picture.putalpha(128)
    white = Image.new("RGB", picture.size, "white")
    expected = Image.composite(quarters(), white, Image.new("L", picture.size, 128))
    options = {"lossless": True} if format_name == "WEBP" else {}
    assert looks_like(saved(picture, format_name, **options), expected)


def test_a_palette_with_alpha_is_seen_through() -> None:
    picture = quarters().quantize(4)
    first = picture.getpixel((0, 0))
    alpha = bytes(0 if index == first else 255 for index in range(4))
    expected = picture.convert("RGB")
    expected.paste("white", (0, 0, WIDTH // 2, HEIGHT // 2))
    assert looks_like(saved(picture, transparency=alpha), expected)


def test_inks_become_colours() -> None:
    inks = quarters().convert("CMYK")
    assert looks_like(saved(inks, "JPEG", quality=95), inks.convert("RGB"))


ADOBE = b"Adobe\0\x64\0\0\0\0"


@pytest.mark.parametrize("transform", [0, 1])
@pytest.mark.parametrize("adobe_first", [True, False])
def test_colours_of_jfif_stay_what_they_are_beside_a_segment_of_adobe(
    transform: int, adobe_first: bool
) -> None:
    content, body = saved(quarters(), "JPEG"), ADOBE + bytes([transform])
    place = 2 if adobe_first else 20
    assert content[2:4] == b"\xff\xe0"
    other = with_segment(content[:2] + content[place:], 0xEE, body)
    assert looks_like(content[:2] + content[2:place] + other[2:], quarters())


def test_colours_that_were_never_changed_stay_so() -> None:
    content = saved(quarters(), "JPEG", keep_rgb=True)
    assert b"JFIF" not in content
    assert looks_like(content, quarters())


@pytest.mark.parametrize(
    "body", [b"JFIF\0", b"JFIF\0\1", b"JFIF\0" + b"\xff" * 9, b"JFIF\0" + b"\xff" * 300, b"JFXX\0"]
)
def test_nothing_else_that_jfif_says_is_read(body: bytes) -> None:
    content = saved(quarters(), "JPEG")
    assert looks_like(with_segment(content, 0xE0, body), quarters())
    assert looks_like(with_segment(content[:2] + content[20:], 0xE0, body), quarters())


def test_a_colour_profile_is_heeded() -> None:
    """Red and green are exchanged by the profile, so they are in what is stored."""
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = linear.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")
    red = Image.new("RGB", (40, 40), (250, 10, 10))
    colour = stored(saved(red, "JPEG", icc_profile=swapped)).getpixel((20, 20))
    assert isinstance(colour, tuple)
    assert colour[1] > 200 > colour[0]


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_a_broken_colour_profile_spoils_nothing(format_name: str) -> None:
    assert looks_like(saved(quarters(), format_name, icc_profile=b"\0" * 200), quarters())


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_kept(format_name: str) -> None:
    others = [Image.new("RGB", quarters().size, colour) for colour in ("black", "white")]
    options = {"lossless": True} if format_name == "WEBP" else {}
    content = saved(quarters(), format_name, save_all=True, append_images=others, duration=100, **options)
    assert looks_like(content, quarters())


@pytest.mark.parametrize("value", range(1, 9))
def test_of_several_photos_in_one_file_the_first_is_kept(value: int) -> None:
    """MPO, as cameras with two lenses write it."""
    other = Image.new("RGB", quarters().size, "black")
    own = exif(turn(value))
    content = saved(quarters(), "MPO", save_all=True, append_images=[other], exif=own)
    expected = quarters()
    if value in pictures.TURNS:
        expected = expected.transpose(pictures.TURNS[value])
    assert looks_like(content, expected)


@pytest.mark.parametrize("value", range(1, 9))
@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.parametrize("prefixes", [1, 2, 3])
def test_a_photo_is_turned_as_its_one_tag_says(value: int, order: str, prefixes: int) -> None:
    content = exif(turn(value, order), order=order, prefixes=prefixes)
    plain = Image.Exif()
    plain[0x0112] = value
    expected = quarters()
    expected.info["exif"] = plain.tobytes()
    upright = ImageOps.exif_transpose(expected)
    assert looks_like(with_segment(saved(quarters(), "JPEG"), 0xE1, content), upright)


@pytest.mark.parametrize("prefixes", [0, 1, 2])
def test_png_and_webp_are_turned_too(prefixes: int) -> None:
    data, upright = exif(turn(6), prefixes=prefixes), quarters().transpose(Image.Transpose.ROTATE_270)
    assert looks_like(with_chunk(saved(quarters()), b"eXIf", data), upright)
    assert looks_like(saved(quarters(), "WEBP", lossless=True, exif=data), upright)


@pytest.mark.parametrize("field_type", [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 99, 65535])
@pytest.mark.parametrize("tag", [0x0112, 0x011A, 0x0128, 0x8769, 0x8825, 0x9286])
def test_impossible_types_are_no_concern_of_the_picture(field_type: int, tag: int) -> None:
    data = exif((tag, field_type, 0xFFFFFFFF, b"\xff" * 4), turn(6))
    upright = quarters().transpose(Image.Transpose.ROTATE_270)
    assert looks_like(with_segment(saved(quarters(), "JPEG"), 0xE1, data), upright)


@pytest.mark.parametrize("value", [0, 9, 255, 65535])
def test_a_turn_that_does_not_exist_is_none(value: int) -> None:
    assert orientation(exif(turn(value))) == 1


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"II*\0", b"MM\0*", b"Exif\0\0II*\0\x08\0\0\0"]))
def test_no_metadata_can_raise(data: bytes, start: bytes) -> None:
    assert orientation(start + data) in range(1, 9)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([*range(0xE0, 0xF0), 0xFE]))
def test_a_segment_of_nonsense_spoils_no_photo(data: bytes, marker: int) -> None:
    content = with_segment(saved(quarters(), "JPEG"), marker, b"x" + data)
    assert looks_like(content, quarters())


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from("tEXt zTXt iTXt eXIf iCCP pHYs gAMA cHRM acTL fcTL sBIT".split())
)
def test_a_chunk_of_nonsense_spoils_no_photo(data: bytes, name: str) -> None:
    content = with_chunk(saved(quarters()), name.encode(), b"x" + data)
    assert looks_like(content, quarters())


def test_a_large_picture_is_the_same_made_smaller() -> None:
    large = Image.new("RGBA", (5000, 3001), (0, 0, 0, 0))
    draw = ImageDraw.Draw(large)
    draw.ellipse((500, 500, 3500, 2500), fill=(200, 40, 40, 255))
    expected = Image.new("RGB", large.size, "white")
    expected.paste(large, mask=large)
    expected.thumbnail((1600, 1600))
    assert looks_like(saved(large, compress_level=1), expected)


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "JPEG"])
def test_the_header_alone_says_that_a_picture_is_too_large(format_name: str) -> None:
    """Nothing is decoded: behind the header nothing is there."""
    heads = {
        "PNG": png([], width=8000, height=8000, depth=8, colour=2),
        "WEBP": b"RIFF\xff\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\x3f\x1f\0" * 2 + bytes(30),
        "JPEG": b"\xff\xd8\xff\xc0\0\x11\x08" + b"\x1f\x40" * 2 + b"\x03\1\x22\0\2\x11\1\3\x11\1\xff\xda\0\2",
    }
    with pytest.raises(Unfit) as refused:
        pictures.photo(heads[format_name])
    assert refused.value.reason == Reason.PIXELS
