"""What holds for every template."""

from pathlib import Path

LONGEST = 160


def test_no_line_of_a_template_is_too_long() -> None:
    lines = [
        (str(path), number)
        for path in [*Path("templates").rglob("*.html"), *Path("templates").rglob("*.txt")]
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if len(line) > LONGEST
    ]
    assert not lines
