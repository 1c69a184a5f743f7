"""A kind of request on one page: what is saved, refused and logged, and by whom."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.html import escape

from cases.admin.request_types import RequestTypeAdmin
from cases.models import (
    Cause,
    Department,
    KindReader,
    RequestType,
    RoutingRule,
    SetupChange,
    User,
)
from tests.cases.questions import ask, question
from tests.factories import (
    CategoryFactory,
    CauseFactory,
    DepartmentFactory,
    OfficerFactory,
    RequestTypeFactory,
    StandardTextFactory,
    UnitFactory,
)
from tests.workflows.setup.kind_page import PAGE, sent
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def log(table: str = "cases.requesttype") -> list[tuple[str, dict[str, Any]]]:
    return list(SetupChange.objects.filter(table=table).order_by("pk").values_list("action", "fields"))


def test_every_field_of_the_admin_is_on_the_page(desk: Seat, root: User, kind: RequestType) -> None:
    seat = desk(root)
    fields = {name for _title, part in RequestTypeAdmin.fieldsets or [] for name in part["fields"]}
    shown = {
        field.name
        for _n, _t, part in seat.page("setup_kind_new").context["forms"].kind.parts()
        for field in part
    }
    assert shown == fields
    assert text(seat.page(PAGE, kind.code)).count('name="code"') == 0


def test_what_is_saved_is_stored_and_logged(desk: Seat, root: User, kind: RequestType) -> None:
    seat = desk(root)
    page = seat.page(PAGE, kind.code)
    typed = sent(
        page,
        name_th="  ตัดแต่ง   ต้นไม้ ",
        target_working_days="๑๒",
        person_fields="contact",
        needs_photo="on",
        synonyms="ต้นไม้\r\n กิ่งไม้  หัก \r\n\r\nต้นไม้",
        **{"causes-0-name_th": "ลมแรง", "causes-0-name_en": "Strong wind", "readers-added": root.pk},
    )
    assert seat.post(address(PAGE, kind.code), typed)["Location"] == address(PAGE, kind.code)
    saved = RequestType.objects.get(pk=kind.pk)
    assert (saved.name_th, saved.target_working_days, saved.person_fields, saved.needs_photo) == (
        "ตัดแต่ง ต้นไม้",
        12,
        "contact",
        True,
    )
    assert saved.synonyms == ["ต้นไม้", "กิ่งไม้ หัก"]
    assert (saved.code, saved.department, saved.confirmed) == (kind.code, kind.department, kind.confirmed)
    assert Cause.objects.get().code == "tree_trim-strong-wind"
    assert KindReader.objects.get().user == root
    changed = ["name_th", "needs_photo", "person_fields", "synonyms", "target_working_days"]
    assert [(action, sorted(fields)) for action, fields in log()] == [("changed", changed)]
    assert log()[0][1]["target_working_days"] == [7, 12]
    assert [len(log(f"cases.{table}")) for table in ("cause", "kindreader")] == [1, 1]


def test_as_it_stands_nothing_is_changed(desk: Seat, root: User, kind: RequestType) -> None:
    CauseFactory(request_type=kind)
    KindReader.objects.create(kind=kind, user=OfficerFactory())
    kind.synonyms = ["ต้นไม้", "กิ่งไม้"]
    kind.save()
    seat = desk(root)
    assert seat.post(address(PAGE, kind.code), sent(seat.page(PAGE, kind.code))).status_code == 302
    assert (list(SetupChange.objects.values_list("table", "fields")), KindReader.objects.count()) == ([], 1)


def test_a_reader_is_taken_back_and_a_cause_is_switched_off(
    desk: Seat, root: User, kind: RequestType
) -> None:
    cause, reader = (
        CauseFactory(request_type=kind),
        KindReader.objects.create(kind=kind, user=OfficerFactory()),
    )
    seat = desk(root)
    typed = sent(
        seat.page(PAGE, kind.code), **{"readers-stay": [], "causes-0-active": False, "more": "readers"}
    )
    assert seat.post(address(PAGE, kind.code), typed)["Location"].endswith("/kinds/tree_trim/#readers")
    assert not KindReader.objects.filter(pk=reader.pk).exists()
    assert not Cause.objects.get(pk=cause.pk).active
    assert [action for action, _fields in log("cases.kindreader")] == ["removed"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_th": " "}, "This field is required."),
        ({"target_working_days": "0"}, "At least one working day."),
        ({"target_working_days": "soon"}, "Enter a whole number."),
        ({"target_working_days": "99999999"}, "less than or equal to"),
        ({"department": "0"}, "That choice is not one of the available choices"),
        ({"synonyms": "x" * 101}, "100 characters at most"),
        ({"refers_only": "on"}, "Name the agency that people are referred to."),
        ({"person_fields": "name", "needs_address": "on"}, "needs all fields of the person"),
        ({"allows_unnamed": "on", "licence": "on"}, "takes no reports without a name"),
        ({"on_public_map": "on"}, "The public map shows only kinds that need a location"),
        ({"readers-added": "0"}, "That choice is not one of the available choices"),
        ({"causes-0-name_en": "Wind"}, "This field is required."),
        ({"causes-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
    ],
)
def test_what_does_not_hold_is_refused_and_kept(
    desk: Seat, root: User, kind: RequestType, fields: dict[str, Any], said: str
) -> None:
    seat = desk(root)
    typed = sent(seat.page(PAGE, kind.code), name_en="Kept words") | fields
    answer = seat.post(address(PAGE, kind.code), typed)
    page = text(answer)
    assert (answer.status_code, said in page, 'value="Kept words"' in page) == (200, True, True)
    # The page is headed by what is stored.
    assert "<h1>\n    Tree trimming" in page
    assert not SetupChange.objects.exists()


def test_who_answers_is_in_use_and_the_unit_is_one_of_the_department(
    desk: Seat, root: User, kind: RequestType
) -> None:
    seat, unit = desk(root), UnitFactory()
    page = seat.page(PAGE, kind.code)
    assert "another department" in text(seat.post(address(PAGE, kind.code), sent(page, unit=unit.pk)))
    closed = DepartmentFactory(active=False)
    refused = text(seat.post(address(PAGE, kind.code), sent(page, department=closed.pk)))
    assert "That choice is not one of the available choices" in refused
    Department.objects.filter(pk=kind.department_id).update(active=False)
    answer = text(seat.post(address(PAGE, kind.code), sent(page)))
    assert "This department is switched off. Choose another one." in answer


def test_a_kind_has_the_plan_that_its_texts_ask_for(desk: Seat, root: User, kind: RequestType) -> None:
    StandardTextFactory(step="resolve", kind=kind, name_en="Height found", text_th="สูง {findings.height}")
    StandardTextFactory(step="resolve", kind=RequestTypeFactory(), name_en="Another one")
    RequestType.objects.filter(pk=kind.pk).update(active=False)
    seat = desk(root)
    page = seat.page(PAGE, kind.code)
    assert ("Height found" in text(page), "Another one" in text(page)) == (True, False)
    answer = seat.post(address(PAGE, kind.code), sent(page, active="on"))
    assert (answer.status_code, "{findings.height}" in text(answer)) == (200, True)
    assert not RequestType.objects.get(pk=kind.pk).active


def test_what_somebody_else_has_saved_meanwhile_is_not_overwritten_unseen(
    desk: Seat, root: User, kind: RequestType
) -> None:
    seat = desk(root)
    typed = sent(seat.page(PAGE, kind.code), name_en="Mine", target_working_days="30")
    kind.target_working_days = 9
    kind.save()
    answer = seat.post(address(PAGE, kind.code), typed)
    page = text(answer)
    assert (answer.status_code, "Somebody else has changed this kind" in page) == (409, True)
    assert ('value="Mine"' in page, answer.context["differing"]) == (True, ["English name", "Target"])
    assert RequestType.objects.get(pk=kind.pk).name_en == "Tree trimming"
    # Whoever has seen it can save it all the same.
    assert seat.post(address(PAGE, kind.code), typed | {"seen": answer.context["seen"]}).status_code == 302
    assert RequestType.objects.get(pk=kind.pk).target_working_days == 30


@pytest.mark.parametrize("what", ["cause", "reader", "nothing was seen", "more rows than there are"])
def test_its_rows_count_as_well(desk: Seat, root: User, kind: RequestType, what: str) -> None:
    seat = desk(root)
    typed = sent(seat.page(PAGE, kind.code))
    if what == "cause":
        CauseFactory(request_type=kind)
    elif what == "reader":
        KindReader.objects.create(kind=kind, user=root)
    elif what == "nothing was seen":
        typed.pop("seen")
    else:
        typed |= {"seen": "x", "causes-INITIAL_FORMS": "2", "causes-TOTAL_FORMS": "2"}
    assert seat.post(address(PAGE, kind.code), typed).status_code == 409
    assert not SetupChange.objects.exists()


def test_a_new_kind_is_made_and_its_page_goes_on(desk: Seat, root: User, head: User) -> None:
    seat, category = desk(root), CategoryFactory()
    department = head.memberships.get().department
    page = seat.page("setup_kind_new", category=category.code)
    assert page.context["forms"].kind["category"].value() == category.pk
    typed = sent(
        page, name_th="ป้ายล้ม", name_en="Fallen sign", department=department.pk, target_working_days="3"
    )
    answer = seat.post(address("setup_kind_new"), typed, follow=True)
    assert answer.request["PATH_INFO"] == address(PAGE, "fallen-sign")
    made = RequestType.objects.get(code="fallen-sign")
    assert (made.active, made.confirmed, made.category) == (True, True, category)
    assert 'id="questions"' in text(answer)
    assert [action for action, _fields in log()] == ["added"]
    rule = {"rule-weekdays": ["5", "6"], "rule-department": department.pk}
    answer = seat.post(address("setup_kind_rules", made.code), rule)
    assert answer["Location"] == f"{address(PAGE, made.code)}#rules"
    stored = RoutingRule.objects.get()
    assert ([*stored.kinds.all()], stored.active, stored.name) == (
        [made],
        True,
        f"ป้ายล้ม → {department.name_th}",
    )
    page = text(seat.page(PAGE, made.code))
    assert ("It is received on: Saturday, Sunday." in page, stored.name in page) == (True, True)
    assert SetupChange.objects.filter(table="cases.routingrule", by=root).exists()
    # Another one without a name gets a name of its own.
    seat.post(address("setup_kind_rules", made.code), rule | {"rule-weekdays": ["1"]})
    assert RoutingRule.objects.latest("pk").name == f"{stored.name} (2)"


def test_a_short_name_is_given_once(desk: Seat, root: User, kind: RequestType) -> None:
    seat = desk(root)
    typed = sent(
        seat.page("setup_kind_new"),
        name_th="ก",
        category=kind.category_id,
        department=kind.department_id,
        target_working_days="3",
    )
    taken = seat.post(address("setup_kind_new"), typed | {"code": kind.code})
    assert ("already exists" in text(taken), taken.status_code) == (True, 200)
    assert "letters, numbers, underscores or hyphens" in text(
        seat.post(address("setup_kind_new"), typed | {"code": "ก ข"})
    )
    for code in ("kind", "kind_2"):
        # Without English words there is nothing to make it of.
        assert seat.post(address("setup_kind_new"), typed)["Location"] == address(PAGE, code)
    assert RequestType.objects.get(code="kind_2").name_en == "ก"


def test_a_rule_of_a_kind_asks_what_the_kind_asks(desk: Seat, root: User, kind: RequestType) -> None:
    ask(kind, question("fault", "one"))
    other = RequestTypeFactory()
    ask(other, question("size", "one"))
    seat, stranger = desk(root), OfficerFactory()
    page = seat.page(PAGE, kind.code)
    groups = [name for name, _options in page.context["rule_form"].fields["asked"].choices[1:]]
    assert groups == ["Tree trimming"]
    form = {"rule-asked": f"{kind.pk}:fault=ดับ", "rule-department": kind.department_id, "rule-name": "Kept"}
    answer = seat.post(address("setup_kind_rules", kind.code), form | {"rule-officer": stranger.pk})
    refused = text(answer)
    assert ("does not work in the department" in refused, 'value="Kept"' in refused) == (True, True)
    assert not RoutingRule.objects.exists()
    seat.post(address("setup_kind_rules", kind.code), form)
    assert RoutingRule.objects.values_list("question", "answer").get() == ("fault", "ดับ")
    assert escape("“Question fault” is answered with “It is out”.") in text(seat.page(PAGE, kind.code))


def test_rules_that_name_its_category_are_told_too(desk: Seat, root: User, kind: RequestType) -> None:
    far = DepartmentFactory(name_en="Far office", active=False)
    RoutingRule.objects.create(name="All of it", department=far, category=kind.category)
    RoutingRule.objects.create(name="Another", department=far, community="x")
    page = text(desk(root).page(PAGE, kind.code))
    assert ("All of it" in page, "Another" in page) == (True, False)
    assert "Its department is out of use." in page


def test_the_list_finds_by_name_and_word_and_keeps_apart_what_is_off(
    desk: Seat, administrator: User, kind: RequestType
) -> None:
    RequestType.objects.update(confirmed=True)
    lamp = RequestTypeFactory(code="lamp", name_en="Street lamp", synonyms=["ไฟดับ"], confirmed=False)
    RequestTypeFactory(code="old", name_en="Old matter", active=False)
    seat = desk(administrator)

    def found(**query: str) -> tuple[list[str], list[str]]:
        context = seat.page("setup_kinds", **query).context
        return [one.code for _category, kinds in context["groups"] for one in kinds], [
            one.code for one in context["resting"]
        ]

    assert (sorted(found()[0]), found()[1]) == (["lamp", "tree_trim"], ["old"])
    assert [found(q=words) for words in ("LAMP street", "ไฟดับ", "matter", "zzz")] == [
        (["lamp"], []),
        (["lamp"], []),
        ([], ["old"]),
        ([], []),
    ]
    assert found(proposals="1") == (["lamp"], [])
    assert "1 proposal to confirm" in text(seat.page("setup_kinds"))
    answer = seat.post(address("setup_kinds"), {"kind": ["lamp", "none"], "proposals": "1", "q": "ไฟ"})
    assert answer["Location"] == f"{address('setup_kinds')}?q=%E0%B9%84%E0%B8%9F&proposals=1"
    assert RequestType.objects.get(pk=lamp.pk).confirmed
    assert log() == [("changed", {"confirmed": [False, True]})]


def only(user: User, *permissions: str) -> User:
    """The administrator with these rights alone."""
    group = Group.objects.create(name="some")
    group.permissions.set(Permission.objects.filter(codename__in=["set_up", *permissions]))
    user.groups.set([group])
    return User.objects.get(pk=user.pk)


def test_who_may_only_look_changes_nothing(desk: Seat, administrator: User, kind: RequestType) -> None:
    CauseFactory(request_type=kind)
    seat = desk(only(administrator, "view_requesttype", "view_cause", "view_kindreader"))
    page = text(seat.page(PAGE, kind.code))
    assert "You may look at this, and not change it." in page
    assert re.search(r'<input[^>]*name="name_th"[^>]*disabled', page)
    assert "data-show-preview" not in page
    assert "New kind" not in text(seat.page("setup_kinds"))
    for answer in (
        seat.post(address(PAGE, kind.code), {"name_th": "x"}),
        seat.post(address("setup_kinds"), {"kind": kind.code}),
        seat.page("setup_kind_new"),
        seat.post(address("setup_kind_new"), {}),
        seat.page("setup_kind_new_preview"),
    ):
        assert answer.status_code == 403
    assert not SetupChange.objects.exists()


def test_who_may_not_look_is_refused_and_offered_nothing(
    desk: Seat, administrator: User, kind: RequestType
) -> None:
    seat = desk(only(administrator))
    for name, args in ((PAGE, [kind.code]), ("setup_kinds", []), ("setup_kind_preview", [kind.code])):
        assert seat.page(name, *args).status_code == 403
    assert seat.post(address("setup_kind_rules", kind.code), {}).status_code == 403
    assert address("setup_kinds") not in text(seat.page("setup"))


def test_each_part_asks_for_its_own_right(desk: Seat, administrator: User, kind: RequestType) -> None:
    """Without the right to write causes and to name readers they stay as they are, whatever is sent."""
    cause = CauseFactory(request_type=kind, name_th="ลม")
    KindReader.objects.create(kind=kind, user=administrator)
    seat = desk(
        only(administrator, "view_requesttype", "change_requesttype", "view_cause", "view_kindreader")
    )
    page = seat.page(PAGE, kind.code)
    typed = sent(page, name_en="New name")
    typed |= {
        "causes-0-name_th": "ฝน",
        "causes-TOTAL_FORMS": "2",
        "causes-1-name_th": "ใหม่",
        "causes-1-position": "0",
        "readers-stay": [],
        "readers-added": OfficerFactory().pk,
    }
    assert seat.post(address(PAGE, kind.code), typed).status_code == 302
    assert RequestType.objects.get(pk=kind.pk).name_en == "New name"
    assert [*Cause.objects.values_list("name_th", flat=True)] == [cause.name_th]
    assert [*KindReader.objects.values_list("user", flat=True)] == [administrator.pk]


def test_the_pages_cost_few_statements(
    desk: Seat, root: User, kind: RequestType, django_assert_max_num_queries: Any
) -> None:
    ask(kind, question("fault", "one"), question("size", "one"))
    for number in range(5):
        far = RequestTypeFactory(category=kind.category)
        CauseFactory(request_type=kind)
        KindReader.objects.create(kind=kind, user=OfficerFactory())
        rule = RoutingRule.objects.create(name=f"{number}", department=far.department, weekdays=[1])
        rule.kinds.set([kind, far])
        StandardTextFactory(step="resolve", kind=kind)
    seat = desk(root)
    for name, args, most in (
        ("setup_kinds", [], 8),
        (PAGE, [kind.code], 50),
        ("setup_kind_preview", [kind.code], 15),
    ):
        seat.page(name, *args)
        with django_assert_max_num_queries(most):
            assert seat.page(name, *args).status_code == 200
