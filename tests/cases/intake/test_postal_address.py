"""What people type before a name in an address, in whatever spelling."""

from django.utils.translation import override

from cases.intake.postal_address import Address


def test_a_word_that_was_typed_in_another_width_is_not_said_twice() -> None:
    with override("en"):
        assert "Soi ＳＯＩ" not in str(Address(house_no="1", soi="ＳＯＩ 3"))
