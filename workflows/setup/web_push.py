"""The page of the notifications on telephones: what they are, how many are told, and the switch."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import push_keys
from cases.actions.web_push import KEPT, MOST
from cases.db.encryption import Unreadable
from cases.lib.push_services import MAKERS
from cases.models import Municipality, PushSubscription
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page


class WebPushForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether browsers can be told."""

    class Meta:
        model = Municipality
        fields = ("web_push",)
        labels = {"web_push": gettext_lazy("Offer notifications on telephones")}


@setup_page
def web_push(request: StaffRequest) -> HttpResponse:
    """What is sent to whom, how many browsers are told, the keys, and the switch."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    form = WebPushForm(request.POST if request.method == "POST" else None, instance=there, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            renewed = there.web_push and push_keys.replace_unreadable()
            if there.web_push:
                push_keys.public_key()
        messages.success(request, _("Saved. Every page shows it from now on."))
        if renewed:
            messages.warning(
                request, _("New keys were made. Citizens have to switch notifications on again.")
            )
        return redirect("staff:setup_web_push")
    keys = push_keys.stored()
    active = PushSubscription.objects.active()
    context: dict[str, Any] = {
        "form": form,
        "keys": keys,
        "unreadable": keys is not None and isinstance(keys.private, Unreadable),
        "browsers": active.count(),
        "requests": active.order_by().values("case").distinct().count(),
        "makers": ", ".join(MAKERS.values()),
        "most": MOST,
        "days": KEPT.days,
    }
    return render(request, "staff/setup/web_push.html", context)
