"""What the page of a case reads by queries that are written once, held against the plain ones.

Many cases and readers come in a random order, so that none gets what was written for another.
"""

import datetime
import random

import pytest
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.template.context import Context
from django.utils import timezone

from cases.db import compiled
from cases.lib.request_cache import one_request
from cases.models import OPEN, Absence, Case, Department, User
from notifications.letters.holds.suppression import hashes_of, suppress
from notifications.models import Audience, DeliveryChannel, Notice, Suppression, Unreached
from notifications.pages.case_letters import _facts, letters_of
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory
from workflows import rights
from workflows.related import related_cases

pytestmark = pytest.mark.django_db
DICE = random.Random(13)


@pytest.fixture
def readers(department: Department, head: User, officer: User, clerk: User, executive: User) -> list[User]:
    """People of all kinds, one of whom stands in for another."""
    colleague = OfficerFactory(department=department)
    today = timezone.localdate()
    entered = {"entered_at": timezone.now(), "entered_by": head}
    Absence.objects.create(user=officer, substitute=colleague, since=today, until=today, **entered)
    return [User.objects.get(pk=one.pk) for one in (head, officer, clerk, executive, colleague)]


@pytest.fixture
def cases(department: Department, head: User, officer: User, readers: list[User]) -> list[Case]:
    """Cases of few citizens at few places, some ended, secret, restricted, or of another department."""
    other = DepartmentFactory(code="OTHER")
    kinds = [
        RequestTypeFactory(department=department),
        RequestTypeFactory(department=department, restricted=True),
        RequestTypeFactory(department=other),
    ]
    for n in range(24):
        state = DICE.choice([{}, {}, {"in_progress": True}, {"closed": True}])
        CaseFactory(
            request_type=DICE.choice(kinds[:1] * 4 + kinds),
            **state,
            phone=DICE.choice(["", "+66811111111", "+66822222222"]),
            email=DICE.choice(["a@citizen.example", "A@citizen.example", f"{n}@citizen.example"]),
            hide_identity=DICE.random() < 0.2,
            latitude=f"17.41{DICE.randrange(3)}000",
            longitude="102.787000",
        )
    return list(Case.objects.select_related("request_type"))


def asked(readers: list[User], cases: list[Case]) -> list[tuple[User, Case]]:
    """Every reader with every case, in some order."""
    pairs = [(user, case) for user in readers for case in cases]
    DICE.shuffle(pairs)
    return pairs


def test_cases_of_the_same_citizen(readers: list[User], cases: list[Case]) -> None:
    compiled._kept.clear()
    for user, case in asked(readers, cases):
        same = Q(phone=case.phone) if case.phone else Q(pk__in=[])
        same |= Q(address=case.email.lower())
        seen = Case.objects.visible_to(user).filter(rights.person_seen_by(user))
        plain = seen.alias(address=Lower("email")).filter(same).exclude(pk=case.pk).order_by("-pk")
        wanted = list(plain) if rights.may_see_person(user, case) else []
        found = related_cases.of_citizen(user, case)
        assert (found.cases, found.count) == (wanted[: related_cases.SHOWN], len(wanted))


def test_cases_near_by(readers: list[User], cases: list[Case]) -> None:
    compiled._kept.clear()
    since = timezone.now() - datetime.timedelta(days=90)
    for user, case in asked(readers, cases):
        near = Case.objects.visible_to(user).filter(
            Q(status__in=OPEN) | Q(ended_at__gte=since),
            request_type=case.request_type_id,
            latitude=case.latitude,
            longitude=case.longitude,
        )
        assert {one.case for one in related_cases.near_by(user, case)} >= set(near.exclude(pk=case.pk))
        assert {one.case for one in related_cases.near_by(user, case)} <= set(
            Case.objects.visible_to(user).filter(request_type=case.request_type_id).exclude(pk=case.pk)
        )


def test_letters(cases: list[Case]) -> None:
    compiled._kept.clear()
    to_citizens = Notice.objects.filter(audience=Audience.CITIZEN, channel=DeliveryChannel.EMAIL)
    for case in cases[::3]:
        notice = to_citizens.filter(case=case).first()
        Unreached.objects.create(case=case, notice=notice, kind=notice.kind if notice else "received")
    for notice in to_citizens.filter(case__in=cases[::4]):
        suppress(notice, reason=Suppression.Reason.COMPLAINED)
    for case in asked_again(cases):
        waiting = Unreached.objects.filter(case=case.pk, reached_at=None)
        hashes = hashes_of(DeliveryChannel.EMAIL, case.email)
        known = {"unreached": Exists(waiting.filter(notice=OuterRef("pk"))), **_facts(case.pk, hashes)}
        plain = Notice.objects.for_case(case).annotate(**known)
        with one_request():
            found = letters_of(Context(), case)
        names = ["pk", "kind", "state", "address", "created", "recipient", *known]
        assert [[getattr(one, name) for name in names] for one in found] == [
            [getattr(one, name) for name in names] for one in plain
        ]


def asked_again(cases: list[Case]) -> list[Case]:
    return DICE.sample(cases * 2, 2 * len(cases))
