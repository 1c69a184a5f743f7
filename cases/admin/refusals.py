"""Set-up pages of which a change may be refused only when it is stored, by whoever keeps the cases going."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.errors import Refused


class RefusalsTold(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was refused when it was stored is told, and nothing of it is stored."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of one row."""
        return _told(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page that removes one row."""
        return _told(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, which does something with several rows."""
        return _told(super().changelist_view, request, *args, **kwargs)


def _told(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        answer: HttpResponse = view(request, *args, **kwargs)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    return answer
