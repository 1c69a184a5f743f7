"""Following somebody else's case: which can be followed, by whom, and how to stop."""

from django.core import signing

from cases.db.insert_once import leave
from cases.models import ALONE, Case, CaseQuerySet, Follower

SALT = "cases.intake.followers.stop"


def followable() -> CaseQuerySet:
    """Open cases that strangers may know of."""
    return known_to_strangers().open()


def known_to_strangers() -> CaseQuerySet:
    """Cases that strangers may know of: their request type is about a place, not about a person, and is not
    restricted; they stand on the map; and nobody asked to stay unnamed. Of a matter reported more than once
    it is the main case."""
    cases: CaseQuerySet = Case.objects.all()
    return cases.filter(
        ALONE,
        request_type__needs_map=True,
        request_type__needs_national_id=False,
        request_type__licence=False,
        request_type__restricted=False,
        hide_identity=False,
        latitude__isnull=False,
    )


def public_place(case: Case) -> str:
    """The words about the place that strangers may read: none before they are cleared, as they stand
    (`cases.actions.public_description`)."""
    return case.place if case.place == case.cleared_place else ""


def may_be_known(case: Case) -> bool:
    """`followable` for one case that was read with its request type and the main case it waits for."""
    return case.is_open and is_known_to_strangers(case)


def is_known_to_strangers(case: Case) -> bool:
    """`known_to_strangers` for one case that was read like this."""
    request_type = case.request_type
    about_a_place = request_type.needs_map and not (
        request_type.needs_national_id or request_type.licence or request_type.restricted
    )
    known = about_a_place and not case.hide_identity and case.latitude is not None
    return known and not hasattr(case, "duplicate")


def add_follower(case: Case, *, email: str, language: str) -> None:
    """Let this confirmed address hear of the case's progress. Once is enough, and who has filed the case
    hears of it anyway: nothing changes then."""
    if email.lower() != case.email.lower():
        leave(Follower(case=case, email=email, language=language))


def stop_token(follower: int) -> str:
    """What the link in a follower's letters holds; signed, and it tells nothing."""
    return signing.dumps(follower, salt=SALT)


def follower_of(token: str) -> int:
    """Whose link it is, used already or not; raises BadSignature for one that we never sent."""
    return int(signing.loads(token, salt=SALT))


def stop(follower: int) -> None:
    """Forget the follower, with all letters to this address; safe to do twice."""
    Follower.objects.filter(pk=follower).delete()
