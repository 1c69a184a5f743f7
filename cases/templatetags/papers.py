"""What pages say of papers: the QR code of the tracking address, and what a paper cannot show."""

from django import template
from django.utils.safestring import SafeString

from cases.lib.qr import qr_svg
from cases.models import Case
from cases.printouts import documents
from cases.printouts.documents import address

register = template.Library()


@register.simple_tag
def tracking_qr() -> SafeString:
    """The tracking address in the active language as a QR code."""
    return qr_svg(address("cases:track"))


@register.simple_tag
def not_on_paper(case: Case, person: bool) -> str:
    """What the papers of a case cannot show in full, in the reader's language; empty where they can."""
    return ", ".join(documents.unprintable(case, person=person))
