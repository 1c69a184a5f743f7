"""A field for the networks from which something is let in, one in a line."""

import ipaddress
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.fields.text import OneInALine

# So many are compared with each request.
MOST = 20


class Networks(OneInALine):
    """Networks or single addresses, each once."""

    def clean(self, value: Any) -> list[str]:
        """Return the list. Raises ValidationError, which names the line that is no network."""
        found = []
        for line in super().clean(value).split():
            try:
                found.append(str(ipaddress.ip_network(line.strip(",;"))))
            except ValueError as error:
                text = _("“%(line)s” is no network: write 192.0.2.0/24, or one address.")
                raise forms.ValidationError(text % {"line": line[:60]}) from error
        if len(found) > MOST:
            raise forms.ValidationError(_("At most %(most)s networks, please.") % {"most": MOST})
        return list(dict.fromkeys(found))
