"""Which form each step has."""

from workflows.forms import departments, results, steps
from workflows.forms.steps import StepForm
from workflows.rights import Verb

FORMS: dict[Verb, type[StepForm]] = {**steps.FORMS, **results.FORMS, **departments.FORMS}
