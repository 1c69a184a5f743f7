"""Files of a town's maps, as its office of works sends them."""

import io
import json
import zipfile
from typing import Any

import shapefile

# The corner of a square of a hundredth of a degree, in the middle of the sample town.
WEST, SOUTH, SIDE = 102.78, 17.41, 0.01
WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
UTM48 = 'PROJCS["WGS_1984_UTM_Zone_48N",GEOGCS["GCS_WGS_1984"]]'


def square(column: float = 0, row: float = 0, side: float = SIDE) -> list[list[float]]:
    """A closed ring of [longitude, latitude]."""
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(name: Any, ring: Any = None, **columns: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [square() if ring is None else ring]}
    return {"type": "Feature", "properties": {"name_th": name, **columns}, "geometry": geometry}


def geojson(*features: Any, **members: Any) -> bytes:
    collection = {"type": "FeatureCollection", "features": list(features), **members}
    return json.dumps(collection, ensure_ascii=False).encode()


def shapes(*names: str, encoding: str = "utf-8", cpg: str = "", prj: str = WGS84, without: str = "") -> bytes:
    """A zipped Shapefile of squares side by side."""
    files = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**files, shapeType=shapefile.POLYGON, encoding=encoding) as writer:
        writer.field("NAME_TH", "C", 100)
        for column, name in enumerate(names):
            writer.poly([square(column)])
            writer.record(name)
    parts = {ending: content.getvalue() for ending, content in files.items()}
    return zipped({**parts, "prj": prj.encode(), "cpg": cpg.encode()}, without=without)


def zipped(parts: dict[str, bytes], *, without: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in parts.items():
            if ending != without and content:
                archive.writestr(f"ชุมชน.{ending}", content)
    return made.getvalue()
