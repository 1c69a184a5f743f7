"""The set-up of a whole town, as a file."""

import datetime
import shutil
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Department, Holiday, Municipality, RequestType, RoutingRule
from cases.reference import municipality
from cases.reference import questions as reference_questions
from cases.reference import work_plans as reference_plans
from cases.setup import branding, files
from tests import pristine
from tests.factories import DistrictFactory, SubdistrictFactory
from tests.pictures import picture


@pytest.fixture(scope="session")
def kept_town(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The set-up as a file, and its pictures; its rows are kept under the name "town"."""
    media = tmp_path_factory.mktemp("town")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pristine.kept("town"):
        text = _set_up()
    return text, media


@pytest.fixture
def town(kept_town: tuple[str, Path], db: None, settings: Settings, tmp_path: Path) -> str:
    """A whole set-up, as a file."""
    text, media = kept_town
    settings.MEDIA_ROOT = shutil.copytree(media, tmp_path / "media")
    pristine.restore("town")
    return text


def _set_up() -> str:
    DistrictFactory()
    municipality.load()
    reference_questions.load()
    reference_plans.load()
    Holiday.objects.create(day=datetime.date(2026, 12, 10), name_th="วันรัฐธรรมนูญ", name_en="Constitution Day")
    rule = RoutingRule.objects.create(
        name="กลางคืน",
        department=Department.objects.all()[0],
        from_time="16:30",
        until_time="08:30",
        weekdays=[5, 6],
    )
    rule.kinds.set(RequestType.objects.all()[:2])
    rule.subdistricts.set([SubdistrictFactory()])
    made = branding.logo(picture(64, 64, format="PNG").read())
    Municipality.objects.get().logo.save("logo.png", made)
    return files.written()
