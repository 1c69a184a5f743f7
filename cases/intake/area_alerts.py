"""Hearing of what is reported near a place: who asks for it, what is new for them, and how to stop."""

import datetime
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.db.insert_once import leave
from cases.errors import Refused
from cases.intake import public_cases
from cases.lib.geography import Point
from cases.models import AreaAlert, Case

SALT = "cases.intake.area_alerts.stop"
MOST = 5


@dataclass(frozen=True)
class AlertPlace:
    """A place, how far around it, and which request type, by its code; empty for all on the public map. The
    place is rounded: it may be somebody's home."""

    latitude: str
    longitude: str
    metres: int
    kind: str = ""

    @classmethod
    def of(cls, point: Point, metres: int, kind: str) -> Self:
        """The area around this point."""
        here = public_cases.told(point)
        return cls(f"{here.latitude:.6f}", f"{here.longitude:.6f}", metres, kind)

    def to_json(self) -> dict[str, Any]:
        """As a session keeps it."""
        return asdict(self)


def add(area: AlertPlace, *, email: str, language: str, now: datetime.datetime | None = None) -> None:
    """Let this confirmed address hear of the area, from now on; asked for once more nothing changes but the
    distance. Raises Refused where the address has MOST areas, or the request type is not on the map any
    more."""
    kind = next((one for one in public_cases.kinds() if one.code == area.kind), None)
    if area.kind and kind is None:
        raise Refused(_("This kind of request is not on the public map any more."))
    place = {"latitude": Decimal(area.latitude), "longitude": Decimal(area.longitude), "request_type": kind}
    of_address = AreaAlert.objects.filter(email__iexact=email)
    if of_address.filter(**place).update(metres=area.metres):
        return
    if of_address.count() >= MOST:
        text = _("This address hears of %(number)s areas already. Stop one of them first.")
        raise Refused(text % {"number": MOST})
    until = now or timezone.now()
    leave(AreaAlert(email=email, language=language, metres=area.metres, told_until=until, **place))


def news(alert: AreaAlert, *, until: datetime.datetime) -> list[Case]:
    """The public cases near its place that were received since the last letter, the newest first."""
    cases = public_cases.shown(now=until).filter(received_at__gt=alert.told_until, received_at__lte=until)
    if alert.request_type_id:
        cases = cases.filter(request_type=alert.request_type_id)
    here = Point(alert.latitude, alert.longitude)
    newest = cases.select_related("request_type").order_by("-received_at")
    return list(public_cases.near(newest, here, alert.metres))


def stop_token(alert: int) -> str:
    """What the link in its letters holds; signed, and it tells nothing."""
    return signing.dumps(alert, salt=SALT)


def alert_of(token: str) -> int:
    """Whose link it is, used already or not; raises BadSignature for one that we never sent."""
    return int(signing.loads(token, salt=SALT))


def stop(alert: int) -> None:
    """Forget it, with its address and all letters; safe to do twice."""
    AreaAlert.objects.filter(pk=alert).delete()
