"""Provinces, districts and subdistricts from GeoThai (data CC BY 4.0, credit "GeoThai")."""

import geothai

from cases.models import District, Province, Subdistrict


def load() -> int:
    """Fill the address tables, or bring their names up to date; returns the number of subdistricts."""
    provinces = geothai.provinces()
    districts = [d for p in provinces for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    names = ["name_th", "name_en"]
    Province.objects.bulk_create(
        [Province(code=p.code, name_th=p.name_th, name_en=p.name_en) for p in provinces],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=names,
    )
    District.objects.bulk_create(
        [
            District(code=d.code, name_th=d.name_th, name_en=d.name_en, province_id=d.code[:2])
            for d in districts
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=names,
    )
    Subdistrict.objects.bulk_create(
        [
            Subdistrict(
                code=s.code,
                name_th=s.name_th,
                name_en=s.name_en,
                district_id=s.code[:4],
                postal_codes=list(s.postal_codes),
            )
            for s in subdistricts
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*names, "postal_codes"],
    )
    return len(subdistricts)
