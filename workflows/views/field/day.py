"""The day in the field: today's cards, and what a telephone asks of what it has sent."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.audit import personal_data_access
from cases.models import IdempotencyKey, Municipality, User
from cases.views.idempotency import token_in
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.inbox.field_day import MOST, cards

# So many forms are asked about at once.
MOST_KEYS = 50


@staff_page
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """The cards of this person, noted as a reading where they hold the citizen's telephone."""
    found = cards(request.user)
    known = list({card.case.pk: card.case for card in found if card.has_telephone}.values())
    personal_data_access.note(request.user, known, personal_data_access.Context.PAGE)
    context = {
        "cards": found,
        "late": sum(card.days < 0 for card in found),
        "is_cut": len(found) >= MOST,
        "owner": owner(request.user),
    }
    return render(request, "staff/field/day.html", context)


@staff_page
@require_safe
def sent(request: StaffRequest) -> HttpResponse:
    """Which of these forms were done, by whomever; whose telephone it is now, and the token with which the
    others can be sent."""
    asked = [key for one in request.GET.getlist("key")[:MOST_KEYS] if (key := token_in(one))]
    done = IdempotencyKey.objects.filter(pk__in=asked).values_list("pk", flat=True) if asked else []
    answer = {"owner": owner(request.user), "csrf": get_token(request), "done": [str(one) for one in done]}
    return JsonResponse(answer)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The empty page that a telephone shows without a line; it says nothing of anybody."""
    return render(request, "staff/field/offline.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the field among its programs."""
    here, name = reverse("staff:field"), _("In the field")
    icons = [
        {"src": static(f"field-{side}.png"), "type": "image/png", "sizes": f"{side}x{side}"}
        for side in (192, 512)
    ]
    told = {
        "id": here,
        "name": f"{name} – {Municipality.current().name}",
        "short_name": name,
        "lang": get_language(),
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": "#f8f5ee",
        "theme_color": "#0b5d57",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


def owner(user: User) -> str:
    """A mark of this person for the telephone, which says nothing of whose it is."""
    return salted_hmac("staff.field.owner", str(user.pk), algorithm="sha256").hexdigest()[:32]
