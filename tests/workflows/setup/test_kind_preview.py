"""The preview of a kind: what citizens will see of what is typed, stored nowhere, and framed by us alone."""

import pytest

from cases.models import Draft, RequestType, SetupChange, User
from tests.cases.questions import ask, question
from tests.workflows.setup.kind_page import PAGE, sent
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def test_the_preview_shows_what_is_typed_and_stores_nothing(
    desk: Seat, root: User, kind: RequestType
) -> None:
    ask(kind, question("fault", "one"))
    seat = desk(root)
    typed = sent(seat.page(PAGE, kind.code), name_en="Typed name", stop_en="Call first!", needs_photo="on")
    shown = text(seat.page("setup_kind_preview", kind.code))
    assert ("Tree trimming" in shown, "Question fault" in shown, "No photo, because" in shown) == (
        True,
        True,
        False,
    )
    shown = text(seat.post(address("setup_kind_preview", kind.code), typed))
    assert all(
        words in shown for words in ("Typed name", "Call first!", "Question fault", "No photo, because")
    )
    you = typed | {"preview_page": "you", "allows_unnamed": "on", "person_fields": "contact"}
    assert "I report this without a name" in text(seat.post(address("setup_kind_preview", kind.code), you))
    where = {"preview_page": "where", "needs_map": "on"}
    assert "Needed here" in text(seat.post(address("setup_kind_preview", kind.code), typed | where))
    closed = {name: value for name, value in typed.items() if name != "active"}
    assert "is closed at the moment" in text(seat.post(address("setup_kind_preview", kind.code), closed))
    wrong = text(
        seat.post(address("setup_kind_preview", kind.code), typed | {"name_th": "", "on_public_map": "on"})
    )
    assert ("<li>Thai name</li>" in wrong, "The public map shows only" in wrong) == (True, True)
    assert "Please check the following" not in wrong
    assert RequestType.objects.get(pk=kind.pk).name_en == "Tree trimming"
    assert not Draft.objects.exists()
    assert not SetupChange.objects.exists()


def test_the_preview_of_a_new_kind_shows_what_there_is(desk: Seat, root: User, kind: RequestType) -> None:
    seat = desk(root)
    for page in ("what", "where", "you", "x"):
        assert seat.page("setup_kind_new_preview", preview_page=page).status_code == 200
    typed = {
        "name_th": "ป้าย",
        "name_en": "Sign",
        "active": "on",
        "urgency": "normal",
        "person_fields": "full",
    }
    shown = text(seat.post(address("setup_kind_new_preview"), typed))
    assert ("Sign" in shown, "<li>Department</li>" in shown) == (True, True)


def test_only_the_preview_stands_in_a_frame_of_our_own(desk: Seat, root: User, kind: RequestType) -> None:
    seat = desk(root)
    framed = [("setup_kind_preview", [kind.code]), ("setup_kind_new_preview", [])]
    for name, args in (*framed, (PAGE, [kind.code]), ("setup_kinds", [])):
        answer, own = seat.page(name, *args), (name, args) in framed
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert policy["frame-ancestors"] == ("'self'" if own else "'none'"), name
        assert answer["X-Frame-Options"] == ("SAMEORIGIN" if own else "DENY")
        assert (policy.get("script-src") == "'none'", policy["form-action"] == "'none'") == (own, own)
        assert policy["default-src"] == "'self'"
