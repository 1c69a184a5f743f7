"""Things to test with, in the words of the house. A case is filed and walked on by the real verbs."""

import datetime
import uuid
from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from factory.django import DjangoModelFactory

from cases import actions
from cases.intake.filing import Filing, submit
from cases.lib.outlines import Outline
from cases.lib.request_cache import one_request
from cases.models import (
    Area,
    Asset,
    Case,
    Category,
    Cause,
    Channel,
    Department,
    District,
    ExternalAgency,
    Landmark,
    Membership,
    OutsideParty,
    OutsidePerson,
    Province,
    RequestType,
    ResultCode,
    StandardText,
    Subdistrict,
    Title,
    Unit,
    User,
)
from cases.reference.municipality import GROUPS, ROOMS
from tests.map_files import square
from workflows import engine
from workflows.rights.catalogue import Verb
from workflows.steps import execution

STAFF_PASSWORD = "officers-only-2569"
# Where a case can be taken: its states, and `proposed`, where a result waits for the head.
STATES = ("received", "assigned", "in_progress", "waiting", "resolved", "rejected", "withdrawn", "closed")


@cache
def staff_hash() -> str:
    """The hash of STAFF_PASSWORD, made once: every person of a test has the same."""
    return make_password(STAFF_PASSWORD)


class NamedFactory(DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ["code"]

    name_th = factory.LazyAttribute(lambda thing: f"ชื่อ {thing.code}")
    name_en = factory.LazyAttribute(lambda thing: f"Name of {thing.code}")


class DepartmentFactory(NamedFactory):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"DEP{n}")


class UnitFactory(NamedFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"UNIT{n}")
    department = factory.SubFactory(DepartmentFactory)


class CategoryFactory(NamedFactory):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"category{n}")


class RequestTypeFactory(NamedFactory):
    class Meta:
        model = RequestType

    code = factory.Sequence(lambda n: f"kind{n}")
    category = factory.SubFactory(CategoryFactory)
    department = factory.SubFactory(DepartmentFactory)
    target_working_days = 7


class ChannelFactory(NamedFactory):
    class Meta:
        model = Channel

    code = "web"


class TitleFactory(NamedFactory):
    class Meta:
        model = Title

    code = "mr"
    name_th = "นาย"
    name_en = "Mr."


class CauseFactory(NamedFactory):
    class Meta:
        model = Cause

    code = factory.Sequence(lambda n: f"cause-{n}")
    request_type = factory.SubFactory("tests.factories.RequestTypeFactory")


class AreaFactory(NamedFactory):
    """A square of a hundredth of a degree; `column` and `row` say which of many side by side."""

    class Meta:
        model = Area

    class Params:
        column = 0
        row = 0

    code = factory.Sequence(lambda n: f"area-{n}")
    outline = factory.LazyAttribute(lambda area: str(Outline.of([[square(area.column, area.row)]])))


class AssetFactory(DjangoModelFactory):
    """A lamp post within the square of `AreaFactory()`."""

    class Meta:
        model = Asset

    sort = "lamp"
    number = factory.Sequence(lambda n: f"4-{n}")
    key = factory.LazyAttribute(lambda asset: Asset.key_of(asset.number))
    latitude = 17.414
    longitude = 102.786


class LandmarkFactory(DjangoModelFactory):
    """Within the square of `AreaFactory()`."""

    class Meta:
        model = Landmark
        django_get_or_create = ["name_th"]

    name_th = "วัดโพธิ์"
    name_en = "Wat Pho"
    sort = "temple"
    latitude = 17.4123
    longitude = 102.7856


class ResultCodeFactory(NamedFactory):
    class Meta:
        model = ResultCode

    code = "fixed"
    name_th = "แก้ไขแล้วเสร็จ"
    name_en = "Fixed"


class ExternalAgencyFactory(NamedFactory):
    class Meta:
        model = ExternalAgency

    code = "PEA"
    hotline = "1129"


class OutsidePartyFactory(NamedFactory):
    """An organisation that can be asked; without people nobody gets its letters."""

    class Meta:
        model = OutsideParty

    code = "pea"
    name_th = "การไฟฟ้าส่วนภูมิภาค"
    name_en = "Provincial Electricity Authority"


class OutsidePersonFactory(DjangoModelFactory):
    """Somebody of an outside party, who reads English."""

    class Meta:
        model = OutsidePerson

    party = factory.SubFactory(OutsidePartyFactory)
    name = factory.Sequence(lambda n: f"วิชัย {n}")
    email = factory.Sequence(lambda n: f"wichai{n}@pea.example")
    language = "en"


class StandardTextFactory(NamedFactory):
    """A text to ask the citizen with, for every kind and department."""

    class Meta:
        model = StandardText

    code = factory.Sequence(lambda n: f"text{n}")
    step = "ask"
    text_th = "ขอทราบจุดสังเกต"


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ["code"]

    code = "41"
    name_th = "อุดรธานี"
    name_en = "Udon Thani"


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ["code"]

    code = "4101"
    name_th = "เมืองอุดรธานี"
    name_en = "Mueang Udon Thani"
    province = factory.SubFactory(ProvinceFactory)


class SubdistrictFactory(DjangoModelFactory):
    class Meta:
        model = Subdistrict
        django_get_or_create = ["code"]

    code = "410101"
    name_th = "หมากแข้ง"
    name_en = "Mak Khaeng"
    district = factory.SubFactory(DistrictFactory)
    postal_codes = ["41000"]


class UserFactory(DjangoModelFactory):
    """A member of staff who belongs nowhere; `group` is one of the city-wide roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = factory.Sequence(lambda n: f"คนที่{n}")
    last_name = "ใจดี"
    email = factory.LazyAttribute(lambda user: f"{user.username}@office.example")
    password = factory.LazyFunction(staff_hash)

    @factory.post_generation
    def group(self: Any, create: bool, extracted: str | None, **_: Any) -> None:
        if extracted:
            group, _made = Group.objects.get_or_create(name=extracted)
            codenames = GROUPS[extracted]
            group.permissions.set(
                Permission.objects.filter(content_type__app_label__in=ROOMS, codename__in=codenames)
            )
            self.groups.add(group)


class OfficerFactory(UserFactory):
    """An officer of `department`."""

    role = Membership.Role.OFFICER
    department = factory.SubFactory(DepartmentFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> User:
        role, department = kwargs.pop("role"), kwargs.pop("department")
        user: User = super()._create(model_class, *args, **kwargs)
        Membership.objects.create(user=user, department=department, role=role)
        return user


class HeadFactory(OfficerFactory):
    """A head of `department`."""

    role = Membership.Role.HEAD


class FilingFactory(factory.Factory):
    """A request as it was typed, before it is filed: `submit(FilingFactory())`."""

    class Meta:
        model = Filing

    request_type = factory.SubFactory(RequestTypeFactory)
    subdistrict = factory.SubFactory(SubdistrictFactory)
    title = factory.SubFactory(TitleFactory)
    channel = "web"
    first_name = "สมชาย"
    last_name = "ใจดี"
    house_no = "99/1"
    phone = "+66812345678"
    email = "somchai@citizen.example"
    details = "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return filing(**kwargs)


class CaseFactory(FilingFactory):
    """A case in the wished state: CaseFactory(waiting=True). `head` and `officer` do the steps; without
    them the department's own, or new ones. `now` is when all of it happens; a `closed` case was resolved
    and left alone for 15 days before."""

    class Meta:
        model = Case

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return filed(**kwargs)[0]


class FiledFactory(FilingFactory):
    """As CaseFactory, but the case together with its password."""

    class Meta:
        model = tuple

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return filed(**kwargs)


def filed(
    *,
    head: User | None = None,
    officer: User | None = None,
    now: datetime.datetime | None = None,
    **kwargs: Any,
) -> tuple[Case, str]:
    """File a case from the factory's fields, walk it to its state; the case and its password."""
    state = next((state for state in (*STATES, "proposed") if kwargs.get(state)), "received")
    kwargs = {key: value for key, value in kwargs.items() if key not in (*STATES, "proposed")}
    ends = now or timezone.now()
    begins = ends - datetime.timedelta(days=15) if state == "closed" else ends
    # As the requests of a citizen and of the staff do it: what the town shares is read once.
    with one_request():
        case, password = submit(filing(**kwargs), now=begins)
        walk = Walk(case, head=head, officer=officer, now=begins)
        walk.to(state, ends=ends)
    return Case.objects.get(pk=case.pk), password


def filing(**kwargs: Any) -> Filing:
    """A request as it was typed, from the fields of a case."""
    ChannelFactory(code=kwargs["channel"])
    named = {key: kwargs.pop(key) for key in ("channel", "language", "photos") if key in kwargs}
    return Filing(
        form_token=kwargs.pop("form_token", None) or uuid.uuid4(),
        request_type=kwargs.pop("request_type"),
        subdistrict=kwargs.pop("subdistrict"),
        fields=kwargs,
        **named,
    )


class Walk:
    """Takes one case along the lifecycle."""

    def __init__(
        self, case: Case, *, head: User | None, officer: User | None, now: datetime.datetime
    ) -> None:
        self.case, self.now = case, now
        self.head = head or self._member(Membership.Role.HEAD) or HeadFactory(department=case.department)
        self._officer = officer

    @property
    def officer(self) -> User:
        """The one who was named, one of the department, or somebody new."""
        self._officer = (
            self._officer
            or self._member(Membership.Role.OFFICER)
            or OfficerFactory(department=self.case.department)
        )
        return self._officer

    def to(self, state: str, *, ends: datetime.datetime) -> None:
        """Do the steps from `received` to this state."""
        getattr(self, state, lambda: None)()
        if state == "closed":
            actions.close(self.case, now=ends)

    def assigned(self) -> None:
        self._step(Verb.ASSIGN, by=self.head, to=self.officer)

    def in_progress(self) -> None:
        self.assigned()
        self._step(Verb.START, by=self.officer)

    def waiting(self) -> None:
        self.in_progress()
        self._step(Verb.ASK, by=self.officer, question="หลุมอยู่หน้าบ้านเลขที่เท่าใด")

    def resolved(self) -> None:
        self.in_progress()
        details = "ปะซ่อมผิวจราจรเรียบร้อยแล้ว"
        self._step(Verb.RESOLVE, by=self.officer, result=ResultCodeFactory(), details=details)

    closed = resolved

    def proposed(self) -> None:
        RequestType.objects.filter(pk=self.case.request_type_id).update(needs_approval=True)
        self.in_progress()
        details = "ออกใบอนุญาตแล้ว"
        self._step(Verb.PROPOSE, by=self.officer, result=ResultCodeFactory(), details=details)

    def rejected(self) -> None:
        reason = "อยู่นอกอำนาจหน้าที่ของเทศบาล"
        self._step(Verb.REJECT, by=self.head, reason=reason, agency=ExternalAgencyFactory())

    def withdrawn(self) -> None:
        self.case = actions.withdraw(self.case, reason="แก้ไขเองแล้ว", now=self.now)

    def _step(self, verb: Verb, *, by: User, **data: Any) -> None:
        task = engine.open_task(execution.task_holder(verb, self.case)).pk
        self.case = execution.perform(verb, self.case, task=task, by=by, now=self.now, **data)

    def _member(self, role: str) -> User | None:
        found = Membership.objects.filter(department=self.case.department, role=role).order_by("pk").first()
        return found.user if found else None
