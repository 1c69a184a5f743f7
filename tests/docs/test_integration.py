"""The examples of docs/integration.md do what the document says, against a living site."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cases.models import Case, Partner
from tests.factories import CaseFactory, ChannelFactory, HeadFactory, RequestTypeFactory
from tests.workflows.api.conftest import token_for

SECTION = Path("docs/integration.md").read_text(encoding="utf-8").split("## REST API\n")[1].split("\n## ")[0]
PROGRAMS = {
    language: re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL) for language in ("python", "sh")
}


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_rest_api_read_work_and_file(live_site: str) -> None:
    lamp = RequestTypeFactory(code="lamp", person_fields="name", needs_map=False)
    case = CaseFactory(request_type=lamp)
    head = HeadFactory(department=lamp.department)
    partner = Partner.objects.create(
        code="app", name_th="แอป", name_en="App", channel=ChannelFactory(code="app")
    )
    partner.kinds.add(lamp)
    tokens = {"TOKEN": token_for(head)[0], "PARTNER_TOKEN": token_for(partner)[0]}
    environment = {**os.environ, **tokens, "SITE": live_site}
    for language, start in (("python", [sys.executable, "-c"]), ("sh", ["sh", "-ec"])):
        for program in PROGRAMS[language]:
            done = subprocess.run(
                [*start, program], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            assert case.number in done.stdout
    assert case.events.filter(kind="noted", by=head).count() == 1
    assert Case.objects.get(channel__code="app").channel_reference == "4711"
