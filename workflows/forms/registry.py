"""Which form each step has."""

from cases.models import Subtask
from workflows.forms import corrections, departments, notes, outside, plan_steps, results, steps
from workflows.forms.departments import SubtaskForm
from workflows.forms.steps import StepForm
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb

FORMS: dict[Verb, type[StepForm]] = {
    **steps.FORMS,
    **results.FORMS,
    **notes.FORMS,
    **departments.FORMS,
    **outside.FORMS,
    **corrections.FORMS,
    Verb.ADD_STEP: plan_steps.AddStepForm,
}


def subtask_form(verb: SubtaskVerb, subtask: Subtask) -> type[SubtaskForm] | None:
    """The form of a step on a subtask; None for one that is not done with a step of the plan, or only with
    one."""
    forms = plan_steps.PLAN_FORMS if subtask.is_planned else departments.SUBTASK_FORMS
    return {**forms, **outside.SUBTASK_FORMS}.get(verb)
