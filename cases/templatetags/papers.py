"""The QR code of the tracking address, for pages."""

from django import template
from django.utils.safestring import SafeString

from cases.papers import address
from cases.qr import qr_svg

register = template.Library()


@register.simple_tag
def tracking_qr() -> SafeString:
    """The tracking address in the active language as a QR code."""
    return qr_svg(address("cases:track"))
