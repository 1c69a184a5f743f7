"""What a version of a plan changes, as values that the change log puts into words."""

from typing import Any

from django.utils.translation import override

from cases.models import Doer, StepKind
from cases.models.setup.work_plans import OF_STEP
from cases.work_plans.document import Shown

CHOICES = {"kind": StepKind, "doer": Doer, "shown": Shown}
Flat = dict[str, Any]


def between(before: dict[str, Any] | None, after: dict[str, Any]) -> tuple[Flat, Flat]:
    """Two contents by names of the log: `stages` are the names of stages and steps in their order,
    `look.days` is a field of the step `look`. A first version says its order alone."""
    if before is None:
        return {}, {"stages": _order(after)}
    return _flat(before), _flat(after)


def _flat(content: dict[str, Any]) -> Flat:
    found: Flat = {"stages": _order(content)}
    for stage in content["stages"]:
        for step in stage.get("steps", []):
            found |= {
                f"{step['key']}{OF_STEP}{name}": _said(name, value)
                for name, value in step.items()
                if name != "key"
            }
    return found


def _order(content: dict[str, Any]) -> list[dict[str, str]]:
    named = (one for stage in content["stages"] for one in (stage, *stage.get("steps", [])))
    return [{"text_th": one["name_th"], "text_en": one.get("name_en", "")} for one in named]


def _said(name: str, value: Any) -> Any:
    if name in CHOICES:
        return {f"text_{language}": _label(name, value, language) for language in ("th", "en")}
    if name == "when":
        return " ".join(f"{key}={said}" for key, said in value.items())
    return value


def _label(name: str, value: str, language: str) -> str:
    with override(language):
        return str(CHOICES[name](value).label)
