"""Everyday words come to kinds whose synonyms nobody has changed."""

from cases.models import RequestType
from cases.reference import municipality


def synonyms(code: str) -> list[str]:
    return list(RequestType.objects.get(code=code).synonyms)


def test_an_upgrade_brings_them_and_leaves_what_the_municipality_wrote(sample_municipality: None) -> None:
    rows = {row["code"]: row for row in municipality.read()["request_types"]}
    RequestType.objects.filter(code="street_light").update(synonyms=rows["street_light"]["first_synonyms"])
    RequestType.objects.filter(code="noise").update(synonyms=["หนวกหูแท้"])
    municipality.load()
    assert synonyms("street_light") == rows["street_light"]["synonyms"]
    assert "ไฟเสีย" in synonyms("street_light")
    assert synonyms("noise") == ["หนวกหูแท้"]
