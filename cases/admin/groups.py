"""Roles in the set-up pages: they are offered the rights that something asks, and no others."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from cases.admin.refusals import RefusalsTold
from cases.change_log.tables import ANYBODY, all_tables
from cases.models import User

VERBS = ("view", "add", "change", "delete")


def offered() -> QuerySet[Permission]:
    """Return the rights that do something: those of the set-up pages, of the files of the set-up, and those
    that our models name themselves. What a role may do with a case is no right of a group: it stands on the
    page "Rights of the roles"."""
    names = {ANYBODY, *(table.permission for table in all_tables())}
    for model in apps.get_models():
        names |= {f"{model._meta.app_label}.{name}" for name, _label in model._meta.permissions}
    asked = Q()
    for name in sorted(names | set(_of_pages())):
        app, _dot, codename = name.partition(".")
        asked |= Q(content_type__app_label=app, codename=codename)
    found: QuerySet[Permission] = Permission.objects.filter(asked).select_related("content_type")
    return found.order_by("content_type__app_label", "content_type__model", "codename")


def _of_pages() -> Iterator[str]:
    """The rights that the set-up pages ask: what even a superuser may not do there opens nothing."""
    request = HttpRequest()
    request.user = User(is_active=True, is_superuser=True)
    for model, page in admin.site._registry.items():
        yield from (_name(verb, model) for verb in VERBS if getattr(page, f"has_{verb}_permission")(request))
        # Rows that stand on another page.
        yield from (_name(verb, inline.model) for inline in page.inlines for verb in VERBS)


def _name(verb: str, model: type[Model]) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(RefusalsTold, auth_admin.GroupAdmin):
    """What clerks, executives and administrators may do."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Only what works."""
        if db_field.name == "permissions":
            kwargs["queryset"] = offered()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
