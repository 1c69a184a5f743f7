"""Which form each step has."""

from workflows.forms import departments, notes, results, steps
from workflows.forms.steps import StepForm
from workflows.rights.catalogue import Verb

FORMS: dict[Verb, type[StepForm]] = {
    **steps.FORMS,
    **results.FORMS,
    **notes.FORMS,
    **departments.FORMS,
}
