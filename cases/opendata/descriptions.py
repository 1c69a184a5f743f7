"""What catalogues read of the open data: a Data Package, DCAT as JSON-LD, and a package of CKAN with the keys
of data.go.th."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.models import Municipality, OpenDataRelease

TITLE_TH, TITLE_EN = "คำร้องของประชาชนและการดำเนินงาน", "Citizens’ requests and what became of them"
NOTES_TH = (
    "คำร้องที่ประชาชนแจ้งต่อเทศบาลและผลการดำเนินงาน ไม่มีข้อมูลบุคคลและข้อความที่ประชาชนพิมพ์ "
    "ตำแหน่งระบุในระยะประมาณ 100 เมตร จำนวนที่น้อยกว่า 5 ไม่แสดง"
)
NOTES_EN = (
    "What citizens report to the municipality and what becomes of it. No person and no word that was typed; "
    "places to within about 100 m; numbers below 5 are withheld."
)
OBJECTIVE_TH = "เพื่อความโปร่งใส และเพื่อให้ประชาชนและหน่วยงานอื่นนำข้อมูลไปใช้ประโยชน์"
LICENCES = {
    Municipality.Licence.CC_BY: (
        "cc-by",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Municipality.Licence.CC0: (
        "cc-zero",
        "CC0 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
SOURCE_TH = "ระบบรับเรื่องราวร้องทุกข์ของเทศบาล"


def address(name: str) -> str:
    """Return the whole address of a file."""
    return f"{settings.SITE_URL}{reverse('open_data_file', args=[name])}"


def datapackage(release: OpenDataRelease) -> dict[str, Any]:
    """Return the Data Package (Frictionless Data, v1)."""
    code, name, path = _licence()
    return {
        "profile": "tabular-data-package",
        "name": "citizens-requests",
        "title": TITLE_EN,
        "description": NOTES_EN,
        "created": _made(release),
        "licenses": [{"name": code.upper(), "title": name, "path": path}],
        "contributors": [{"title": Municipality.current().name_en, "role": "publisher"}],
        "resources": [_resource(one) for one in release.files],
    }


def dcat(release: OpenDataRelease) -> dict[str, Any]:
    """Return the data set with its files in the W3C's vocabulary DCAT 3."""
    office, (_code, _name, licence) = Municipality.current(), _licence()
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
        | {"foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#"},
        "@type": "dcat:Dataset",
        "@id": address("dcat.jsonld"),
        "dct:title": _both(TITLE_TH, TITLE_EN),
        "dct:description": _both(NOTES_TH, NOTES_EN),
        "dct:license": {"@id": licence},
        "dct:modified": {"@type": "xsd:dateTime", "@value": _made(release)},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": _both(office.name_th, office.name_en)},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": _both(one["title_th"], one["title_en"]),
                "dcat:downloadURL": {"@id": address(one["name"])},
                "dcat:mediaType": "text/csv",
                "dcat:byteSize": one["bytes"],
            }
            for one in release.files
        ],
    }


def ckan(release: OpenDataRelease) -> dict[str, Any]:
    """Return what CKAN's `package_create` takes, with the further keys of Thailand's government catalogue."""
    office, (code, name, _path) = Municipality.current(), _licence()
    today = f"{timezone.localtime(release.made_at):%Y-%m-%d}"
    return {
        "name": "citizens-requests",
        "title": TITLE_TH,
        "notes": NOTES_TH,
        "objective": OBJECTIVE_TH,
        "data_type": "ข้อมูลระเบียน",
        "data_category": "ข้อมูลสาธารณะ",
        "data_format": "CSV",
        "data_source": SOURCE_TH,
        "data_support": "ไม่มี",
        "data_language": "ไทย",
        "update_frequency_unit": "วัน",
        "update_frequency_interval": "1",
        "geo_coverage": "ตำบล",
        "license_id": code,
        "license_title": name,
        "accessible_condition": "ไม่มี",
        "allow_harvest": "True",
        "created_date": today,
        "last_updated_date": today,
        "maintainer": office.name_th,
        "maintainer_email": office.email,
        "url": settings.SITE_URL,
        "resources": [
            {
                "name": one["title_th"],
                "description": one["title_en"],
                "format": "CSV",
                "url": address(one["name"]),
            }
            for one in release.files
        ],
    }


DESCRIPTIONS: dict[str, Callable[[OpenDataRelease], dict[str, Any]]] = {
    "datapackage.json": datapackage,
    "dcat.jsonld": dcat,
    "ckan-package.json": ckan,
}


def _resource(one: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": name, "type": kind} for name, kind in one["columns"]]
    return {
        "profile": "tabular-data-resource",
        "name": one["name"].removesuffix(".csv"),
        "title": one["title_en"],
        "path": address(one["name"]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one["bytes"],
        "hash": f"sha256:{one['sha256']}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _licence() -> tuple[str, str, str]:
    return LICENCES[Municipality.Licence(Municipality.current().open_data_licence)]


def _both(thai: str, english: str) -> list[dict[str, str]]:
    named = (("th", thai), ("en", english))
    return [{"@language": language, "@value": text} for language, text in named if text]


def _made(release: OpenDataRelease) -> str:
    return timezone.localtime(release.made_at).isoformat(timespec="seconds")
