"""Everyday words find the kind that is meant, as often as was promised."""

from cases.reference import municipality
from tests.cases.intake.everyday_phrases import SET_ASIDE, TO_CHOOSE_BY


def test_more_than_300_phrases_mean_every_kind_and_half_are_set_aside() -> None:
    phrases = TO_CHOOSE_BY + SET_ASIDE
    assert len({phrase for phrase, _ in phrases}) == len(phrases) > 300
    assert len(SET_ASIDE) == len(phrases) // 2
    kinds = {row["code"] for row in municipality.read()["request_types"]}
    assert {code for _, code in TO_CHOOSE_BY} == {code for _, code in SET_ASIDE} == kinds
