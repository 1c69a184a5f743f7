"""The questions out of a file: judged as the administrator's page judges them, and published."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cases.models import RequestType
from cases.questionnaires import definitions
from cases.questionnaires import rows as question_rows
from cases.questionnaires.versions import publish
from cases.setup.files import Row
from cases.setup.safe_yaml import UNFIT

Wrong = Callable[[int, str, str], None]


def bring_in(rows: list[Row], wrong: Wrong) -> None:
    """Ask what the file says, request type by request type; request types that it lacks ask nothing any
    more."""
    asked = {row["request_type"]: row["questions"] for row in question_rows.rows()}
    for row in rows:
        code = str(row.values.get("request_type"))
        if row.values.keys() != {"request_type", "questions"}:
            wrong(row.line, question_rows.NAME, _("A kind and its questions belong here, and nothing else."))
        elif asked.pop(code, None) != row.values["questions"]:
            _publish(row, code, wrong)
    for code in asked:
        publish(RequestType.objects.get(code=code), [])


def _publish(row: Row, code: str, wrong: Wrong) -> None:
    where = f"{question_rows.NAME} → {code}"
    request_type = RequestType.objects.filter(code=code).first()
    if request_type is None:
        wrong(row.line, where, _("There is no such kind of request."))
        return
    try:
        # What the database refuses must not end the rest.
        with transaction.atomic():
            publish(request_type, definitions.judged(row.values["questions"]))
    except ValidationError as error:
        wrong(row.lines["questions"], where, " ".join(error.messages))
    except (DatabaseError, *UNFIT):
        wrong(row.lines["questions"], where, _("This value does not fit."))
