"""The floor and the letter, then all that django-helpdesk has."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from helpdesk.lib import safe_template_context
from helpdesk.models import Ticket
from helpdesk.templated_email import send_templated_mail


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


def letter(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The citizen of this ticket is told that it was received, and nothing else happens; 500 where not."""
    ticket = Ticket.objects.select_related("queue", "assigned_to").get(pk=ticket_id)
    context = safe_template_context(ticket)
    sender = ticket.queue.from_address
    sent = send_templated_mail("newticket_submitter", context, ticket.submitter_email, sender=sender)
    return HttpResponse(status=200 if sent else 500)


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/letter/<int:ticket_id>/", letter),
    path("", include("helpdesk.urls", namespace="helpdesk")),
]
