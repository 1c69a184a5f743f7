"""One file, one reader: what is written is read, what is unclear is refused, an old file stays readable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from deploy import settings_file
from deploy.settings_file import SettingsError, changed, parsed, read, write

NAMES = st.from_regex(settings_file.NAME, fullmatch=True)
LINE = st.text(st.characters(blacklist_characters="\n\r\0", blacklist_categories=["Cs"]), max_size=40)


@given(st.dictionaries(NAMES, LINE, max_size=5))
def test_what_is_written_is_read(values: dict[str, str]) -> None:
    assert parsed(changed("# Settings\n", dict(values))) == values


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('A="b c"', "b c"),
        ('A=\'{"url": "x"}\'', '{"url": "x"}'),
        (" A = b ", "b"),
        ("A=", ""),
        (r"A=$HOME `id` \n #1", r"$HOME `id` \n #1"),
        ("A=x=y==", "x=y=="),
    ],
)
def test_a_value_is_what_stands_there_without_one_pair_of_quotes(line: str, value: str) -> None:
    assert parsed(f"# A=comment\n\n{line}\n") == {"A": value}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A=1\nb=2", "Line 2 is not NAME=value"),
        ("export A=1", "Line 1 is not"),
        ("A", "Line 1 is not"),
        ("A=1\nA=2", "A stands here for the second time"),
        ('A="b', "has no end"),
        ("A='", "has no end"),
    ],
)
def test_what_is_unclear_is_refused_by_its_line_and_without_its_value(text: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        parsed(text)


def test_a_change_keeps_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    write(path, "# Of the town\nA=1\nB=2\nC=3\n")
    write(path, changed(path.read_text(), {"B": None, "A": " x", "D": "4"}))
    assert path.read_text() == '# Of the town\nA=" x"\nC=3\nD=4\n'
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("values", [{"a": "1"}, {"A": "1\nB=2"}, {"A": "x\0"}])
def test_what_would_not_be_read_is_not_written(values: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        changed("", dict(values))


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read(tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"A=\xff")
    with pytest.raises(SettingsError, match="UTF-8"):
        read(tmp_path / "binary")


def _asked(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("FIELD_KEYS", "METRICS_TOKEN")}
    code = "from django.conf import settings; print(settings.METRICS_TOKEN)"
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
        cwd=settings.BASE_DIR,
        env={**clean, "SETTINGS_FILE": str(path), **environment},
        capture_output=True,
        text=True,
    )


def test_manage_py_reads_the_file_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    write(path, "METRICS_TOKEN=a$b\n")
    assert _asked(path).stdout.strip() == "a$b"
    assert _asked(path, METRICS_TOKEN="by hand").stdout.strip() == "by hand"
    path.write_text("nothing\n")
    done = _asked(path)
    assert (done.returncode, done.stderr.strip()) == (1, f"{path}: Line 1 is not NAME=value.")
