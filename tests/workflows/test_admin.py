"""viewflow's rows in the set-up pages: read, never touched."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from viewflow.workflow.models import Process, Task

from cases.models import Case
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Process, Task])
def test_even_a_superuser_only_reads(case: Case, model: type[Process] | type[Task]) -> None:
    request = RequestFactory().get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    page = admin.site.get_model_admin(model)
    may = (page.has_add_permission, page.has_change_permission, page.has_delete_permission)
    assert [allowed(request) for allowed in may] == [False, False, False]
    assert page.has_view_permission(request)


@pytest.mark.parametrize("name", ["process", "task"])
def test_the_rows_can_be_looked_at(client: Client, case: Case, name: str) -> None:
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    model = Process if name == "process" else Task
    row = model.objects.latest("pk")
    assert client.get(f"/en/admin/viewflow/{name}/").status_code == 200
    assert client.get(f"/en/admin/viewflow/{name}/{row.pk}/change/").status_code == 200
