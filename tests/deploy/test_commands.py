"""The keeper's command: each verb explains itself, the documents' commands are its own, trouble is said."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from deploy import settings_file
from deploy.keeper import commands, install, places
from deploy.keeper.work import Trouble

BASE = Path(settings.BASE_DIR)
VERBS = "install doctor upgrade rollback backup restore verify reencrypt letters set manage".split()
VERBS += ["support-bundle"]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.parser().parse_args([verb, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


@pytest.mark.parametrize("name", ["docs/operations.md", "README.md"])
def test_every_command_of_the_documents_is_one(name: str) -> None:
    found = 0
    for block in re.findall(r"```sh\n(.*?)```", (BASE / name).read_text(), re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["sudo"]:
                words = words[1:]
            if words[:1] == ["raprueang"]:
                commands.parser().parse_args(words[1:])
            elif words[:1] == ["./deploy/install"]:
                commands.parser().parse_args(["install", *words[1:]])
            else:
                continue
            found += 1
    assert found >= (15 if name.startswith("docs") else 1)


@pytest.mark.skipif(not os.getuid(), reason="root may do it")
def test_without_root_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["doctor"]) == 1
    assert "Put sudo before the command" in capsys.readouterr().err


@pytest.mark.skipif(bool(os.getuid()), reason="this needs root")
def test_on_a_machine_without_it_each_verb_says_so(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("doctor", "verify", "reencrypt", "upgrade x.tar.gz", "manage check", "support-bundle"):
        assert commands.main(verb.split()) == 1
        assert "Nothing is installed on this machine yet" in capsys.readouterr().err
    assert commands.main(["rollback"]) == 1
    assert "There is no release to go back to" in capsys.readouterr().err
    for typed in (["restore", str(machine)], ["set", "a=1"], ["restore", "x", "--numbers-up-to", "5"]):
        assert commands.main(typed) == 1
        assert "Traceback" not in capsys.readouterr().err


def test_the_mail_server_is_understood_or_refused() -> None:
    for typed in ("smtp://127.0.0.1:25", "smtp+tls://user:pa%40ss@mail.example.go.th:587", "smtps://mail.th"):
        assert install.checked_mail(typed) == typed
    assert install.checked_mail("later") == install.NO_MAIL
    for typed in ("", "mail.example.go.th", "http://mail.th", "smtp://", "smtp://mail.th:x"):
        with pytest.raises(Trouble, match="The mail server is written as"):
            install.checked_mail(typed)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--certificate", "a.pem"], "belong together"),
        (["--certificate", "a", "--key", "b", "--self-signed"], "Either"),
        (["--settings", "x"], "belongs to --restore"),
        (["--restore", "/nowhere"], "holds no whole backup"),
    ],
)
def test_what_cannot_go_well_is_said_before_anything_is_changed(
    options: list[str], sentence: str, machine: Path
) -> None:
    given = commands.parser().parse_args(["install", *options])
    with pytest.raises(Trouble, match=sentence):
        install.main(given)
    assert not places.SETTINGS.exists()


def test_settings_are_asked_once_and_keys_are_never_made_anew(machine: Path) -> None:
    typed = "install --host EService.example.go.th --mail later --sender no-reply@example.go.th"
    given = commands.parser().parse_args(typed.split())
    first = install._settings(given)
    assert first["SITE_URL"] == "https://eservice.example.go.th"
    assert first["EMAIL_URL"] == install.NO_MAIL
    settings_file.write(places.SETTINGS, settings_file.changed("", dict(first)))
    again = install._settings(commands.parser().parse_args(["install"]))
    assert again == first
    other = install._settings(commands.parser().parse_args(["install", "--host", "new.example.go.th"]))
    assert other["FIELD_KEYS"] == first["FIELD_KEYS"]
    assert other["ALLOWED_HOSTS"] == "new.example.go.th"


def test_the_installer_is_a_script_that_the_shell_accepts() -> None:
    subprocess.run(["sh", "-n", BASE / "deploy" / "install"], check=True)
    assert os.access(BASE / "deploy" / "raprueang", os.X_OK)
