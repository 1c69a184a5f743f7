"""A telephone number as a column: with its country, and with its extension."""

from typing import Any, ClassVar

from phonenumber_field.modelfields import PhoneNumberField

from cases.text import telephones


class TelephoneField(PhoneNumberField):
    """Holds what `telephones.stored` writes; numbers with other extensions are others. Empty is none."""

    # What can be stored is judged where it is typed (cases.fields.text.Telephone).
    default_validators: ClassVar[list[Any]] = []

    def get_prep_value(self, value: Any) -> str:
        """As the column holds it; what is no number, as it was written."""
        number = self.to_python(value)
        if not number:
            return ""
        return telephones.stored(number) if number.country_code else str(number.raw_input)

    def deconstruct(self) -> Any:
        """As the column it was before: migrations need not know this class."""
        name, _path, args, options = super().deconstruct()
        return name, "phonenumber_field.modelfields.PhoneNumberField", args, options
