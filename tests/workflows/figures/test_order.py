"""Lines with the same numbers stand in the order of a Thai dictionary."""

import pytest

from tests.factories import DepartmentFactory
from workflows.figures.board import lined
from workflows.figures.dimensions import By
from workflows.figures.measures import Row


@pytest.mark.django_db
def test_equal_lines_stand_by_their_names() -> None:
    made = [DepartmentFactory(name_th=name, name_en=name) for name in ("สมบูรณ์", "เกษม")]
    names = [line.name for line in lined({one.pk: Row(open=1) for one in made}, By.DEPARTMENT)]
    assert names == ["เกษม", "สมบูรณ์"]
