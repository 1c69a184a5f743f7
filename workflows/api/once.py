"""Each write is done once: the same Idempotency-Key a second time gives the first one's answer.

The key is kept as that of a form is (`cases.views.idempotency`), with the answer, in the transaction of what
was done. What was refused has done nothing, and is tried again.
"""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.audit import personal_data_access
from cases.events import by_token
from cases.lib.lost_races import tried_again
from cases.models import AccessToken, IdempotencyKey
from cases.views.idempotency import Sent, SentBefore
from workflows.api.caller import ApiRequest
from workflows.api.problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 200
NAMESPACE = uuid.UUID("0c6d2f0e-4f0b-5a52-9a0c-2f6a2c9d7b11")
Answer = dict[str, Any]


def asked(request: ApiRequest, body: Any) -> Sent:
    """What the request asks for, under its key, which is the caller's own. Raises Problem (400) where it
    brings none."""
    key = request.headers.get(HEADER, "").strip()
    if not key or len(key) > LONGEST:
        text = _("Every write needs the header Idempotency-Key, of at most %(most)s characters.")
        raise Problem(400, text % {"most": LONGEST})
    files = [
        [name, one.name, one.size] for name in sorted(request.FILES) for one in request.FILES.getlist(name)
    ]
    said = json.dumps([request.path, body, files], sort_keys=True)
    whose = request.auth.partner_id, request.auth.person_id
    digest = salted_hmac("workflows.api.once", said, algorithm="sha256").hexdigest()
    return Sent(uuid.uuid5(NAMESPACE, json.dumps([*whose, key])), digest)


def answer_of(sent: Sent) -> Answer | None:
    """The answer that was given before; None where nothing was done under this key. Raises Problem (422)
    where it was something else."""
    try:
        sent.refuse_again()
    except SentBefore as before:
        return _again(before)
    return None


def done(sent: Sent, token: AccessToken, do: Callable[[], Answer]) -> Answer:
    """Do it in one transaction with its key, as the events say with this token, and return the answer; or the
    one that was given before."""

    @transaction.atomic
    def run() -> Answer:
        assert sent.key is not None
        sent.use()
        with by_token(token):
            answer = do()
        IdempotencyKey.objects.filter(pk=sent.key).update(outcome=answer)
        return answer

    try:
        with personal_data_access.outlasting():
            return tried_again(run)
    except SentBefore as before:
        return _again(before)


def _again(before: SentBefore) -> Answer:
    if not before.same:
        raise Problem(422, _("This Idempotency-Key was used for something else. Nothing was done now."))
    answer: Answer = before.outcome
    return answer


def parameter() -> dict[str, Any]:
    """The header for the OpenAPI file."""
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    text = "A key of your own for this one write, for example a UUID. The same key again is not done again."
    return {"in": "header", "name": HEADER, "required": True, "schema": schema, "description": text}
