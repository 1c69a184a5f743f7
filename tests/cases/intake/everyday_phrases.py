"""The everyday phrases with their kinds, in two halves: one to choose words and weights by, one set aside."""

from pathlib import Path

import yaml

_BY_KIND: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("everyday_phrases.yaml").read_text(encoding="utf-8")
)
_ALL = [(phrase, code) for code, phrases in _BY_KIND.items() for phrase in phrases]
TO_CHOOSE_BY, SET_ASIDE = _ALL[0::2], _ALL[1::2]
