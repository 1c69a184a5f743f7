"""What has to be true of a PMTiles file before it is the town's map; each refusal says what to do.

The file comes from an administrator and may still be anything: directories are unpacked within limits and
counted, and nothing is read beyond the end of the file.
"""

import contextlib
import gzip
import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from pmtiles.reader import Reader
from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
)

from cases.lib.geography import Box, Point

HEADER = 127
DEGREE = 10_000_000
# The layer of Protomaps' layout without which the pages would draw nothing that helps.
NEEDED = "roads"
# The whole town in view on a telephone, and its lanes with their names.
LEAST_ZOOM, MOST_ZOOM = 10, 14
# What one directory, the description and one tile may have when unpacked, and all directories together.
MOST_DIRECTORY, MOST_METADATA, MOST_TILE = 1024 * 1024, 4 * 1024 * 1024, 4 * 1024 * 1024
MOST_ENTRIES, MOST_DIRECTORIES, DEEPEST = 300_000, 2000, 3
PICTURES = (TileType.PNG, TileType.JPEG, TileType.WEBP, TileType.AVIF)
BROKEN = (ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, RecursionError, zlib.error)


class BadMap(Exception):
    """A file that is not taken; the text is for the person who chose it."""


@dataclass(frozen=True)
class Facts:
    """What a file that was taken says of itself."""

    size: int
    min_zoom: int
    max_zoom: int
    box: Box


def judged(file: IO[bytes], size: int, *, town: Box | None, middle: Point | None) -> Facts:
    """Return the facts of a file that can be the map of this town. Raises BadMap. Where neither edges nor a
    middle of the town are known, its place is not looked at."""
    source = _Source(file, size)
    header = _header(source)
    _is_a_map_that_can_be_drawn(header)
    _lies_within_the_file(header, size)
    try:
        _has_the_layers(source, header)
        _directories_are_right(source, header)
    except (*BROKEN, OSError) as error:
        raise BadMap(_broken()) from error
    box = Box(*(header[name] / DEGREE for name in ("min_lat_e7", "min_lon_e7", "max_lat_e7", "max_lon_e7")))
    _covers(box, town, middle)
    _has_a_tile(source, header, middle or (_middle(town) if town else _middle(box)))
    return Facts(size, header["min_zoom"], header["max_zoom"], box)


class _Source:
    """Reads bytes of the file, none beyond its end."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.size = file, size

    def __call__(self, offset: int, length: int) -> bytes:
        if not 0 <= offset <= offset + length <= self.size:
            raise EOFError
        self.file.seek(offset)
        return self.file.read(length)


def _header(source: _Source) -> HeaderDict:
    start = source(0, min(source.size, HEADER))
    if start.startswith(b"SQLite format 3"):
        raise BadMap(
            _("This is an MBTiles file. Convert it first: pmtiles convert town.mbtiles town.pmtiles")
        )
    if start.startswith(b"PM") and start[2:7] != b"Tiles":
        raise BadMap(_("This file has an old version of PMTiles. Convert it to version 3: pmtiles convert"))
    if not start.startswith(b"PMTiles"):
        raise BadMap(
            _("This is not a PMTiles file. Its name ends with .pmtiles; docs/maps.md says how to make one.")
        )
    if len(start) < HEADER:
        raise BadMap(_broken())
    try:
        return deserialize_header(start)
    except SpecVersionUnsupported as error:
        raise BadMap(_("This version of PMTiles is not known here. Version 3 is taken.")) from error
    except (*BROKEN, MagicNumberNotFound) as error:
        raise BadMap(_("The first lines of this file say things that no PMTiles file says.")) from error


def _is_a_map_that_can_be_drawn(header: HeaderDict) -> None:
    if header["tile_type"] in PICTURES:
        raise BadMap(_("This map consists of pictures. A map of vector tiles (MVT) is needed."))
    if header["tile_type"] != TileType.MVT:
        raise BadMap(
            _("This map's tiles are of a kind that is not drawn here. Vector tiles (MVT) are needed.")
        )
    if header["internal_compression"] != Compression.GZIP or header["tile_compression"] not in (
        Compression.GZIP,
        Compression.NONE,
    ):
        raise BadMap(
            _("This map is packed in a way that browsers do not open. It has to be packed with gzip.")
        )
    right = ("min_zoom", "max_zoom"), ("min_lat_e7", "max_lat_e7"), ("min_lon_e7", "max_lon_e7")
    if any(header[low] >= header[high] for low, high in right):  # type: ignore[literal-required]
        raise BadMap(_("The first lines of this file say things that no PMTiles file says."))
    if header["max_zoom"] < MOST_ZOOM:
        text = _(
            "This map ends at zoom level %(zoom)s: no lane can be told from another. It needs %(needed)s."
        )
        raise BadMap(text % {"zoom": header["max_zoom"], "needed": MOST_ZOOM})
    if header["min_zoom"] > LEAST_ZOOM:
        text = _(
            "This map begins at zoom level %(zoom)s: the whole town would be empty when seen from far. "
            "It has to begin at %(needed)s or below."
        )
        raise BadMap(text % {"zoom": header["min_zoom"], "needed": LEAST_ZOOM})


def _lies_within_the_file(header: HeaderDict, size: int) -> None:
    parts = (
        (header["root_offset"], header["root_length"]),
        (header["metadata_offset"], header["metadata_length"]),
        (header["leaf_directory_offset"], header["leaf_directory_length"]),
        (header["tile_data_offset"], header["tile_data_length"]),
    )
    if any(offset + length > size for offset, length in parts):
        raise BadMap(_("The end of this file is missing: it was not downloaded or copied to the end."))


def _has_the_layers(source: _Source, header: HeaderDict) -> None:
    packed = source(header["metadata_offset"], min(header["metadata_length"], MOST_METADATA))
    described: Any = json.loads(_unpacked(packed, MOST_METADATA))
    layers = described.get("vector_layers") if isinstance(described, dict) else None
    names = {one.get("id") for one in layers if isinstance(one, dict)} if isinstance(layers, list) else set()
    if NEEDED not in names:
        raise BadMap(
            _(
                "This map has other layers than those that are drawn here: it needs the layout of Protomaps, "
                "with a layer “roads”. docs/maps.md says where to get it."
            )
        )


def _directories_are_right(source: _Source, header: HeaderDict) -> None:
    """Walk through all directories: every one and every tile lies in its part of the file."""
    entries = directories = 0
    waiting = [(header["root_offset"], header["root_length"], 0)]
    while waiting:
        offset, length, depth = waiting.pop()
        directories += 1
        for entry in _entries(source, offset, length):
            entries += 1
            if entries > MOST_ENTRIES or directories > MOST_DIRECTORIES:
                raise BadMap(
                    _("This map shows far more than a town. Cut the town out of it: pmtiles extract --bbox")
                )
            leads_on = entry.run_length == 0
            room = header["leaf_directory_length" if leads_on else "tile_data_length"]
            if entry.offset < 0 or entry.offset + entry.length > room or depth > DEEPEST:
                raise BadMap(_broken())
            if leads_on:
                waiting.append((header["leaf_directory_offset"] + entry.offset, entry.length, depth + 1))


def _entries(source: _Source, offset: int, length: int) -> Iterator[Entry]:
    packed = source(offset, min(length, MOST_DIRECTORY + 1))
    plain = _unpacked(packed, MOST_DIRECTORY)
    # The library unpacks without a limit: it gets what was unpacked within ours, packed by us.
    yield from deserialize_directory(gzip.compress(plain, compresslevel=1))


def _covers(box: Box, town: Box | None, middle: Point | None) -> None:
    corners = [Point(town.south, town.west), Point(town.north, town.east)] if town else []
    if not all(box.holds(corner) for corner in [*corners, *([middle] if middle else [])]):
        text = _(
            "This map does not cover the town: it goes from %(south_west)s to %(north_east)s. Cut it out "
            "with a larger box, or correct the municipality's edges."
        )
        edges = {"south_west": Point(box.south, box.west), "north_east": Point(box.north, box.east)}
        raise BadMap(text % edges)


def _has_a_tile(source: _Source, header: HeaderDict, at: Point) -> None:
    """Open the tile in the middle of the town, as a browser will."""
    zoom = header["max_zoom"]
    tile = None
    with contextlib.suppress(*BROKEN, OSError):
        reader: Any = Reader(source)  # type: ignore[no-untyped-call]
        tile = reader.get(zoom, *_tile_of(at, zoom))
    if not tile:
        raise BadMap(_("This map has nothing at the middle of the town (%(point)s).") % {"point": at})
    try:
        gzipped = header["tile_compression"] == Compression.GZIP
        plain = _unpacked(tile, MOST_TILE) if gzipped else tile
    except (*BROKEN, OSError) as error:
        raise BadMap(_broken()) from error
    # A vector tile consists of layers: field 3, with a length.
    if not plain.startswith(b"\x1a"):
        raise BadMap(_broken())


def _tile_of(at: Point, zoom: int) -> tuple[int, int]:
    """The column and the row of the tile that holds a place (Web Mercator)."""
    side = 1 << zoom
    latitude = math.radians(max(-85.0, min(85.0, float(at.latitude))))
    x = (float(at.longitude) + 180) / 360 * side
    y = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * side
    return min(int(x), side - 1), min(int(y), side - 1)


def _middle(box: Box) -> Point:
    return Point((box.south + box.north) / 2, (box.west + box.east) / 2)


def _unpacked(packed: bytes, most: int) -> bytes:
    """What gzip has packed. Raises zlib.error, and ValueError where it is more than so much."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    plain = unpacker.decompress(packed, most + 1)
    if len(plain) > most or not unpacker.eof:
        raise ValueError
    return plain


def _broken() -> str:
    return _("This file is broken inside. Download or make it once more.")
