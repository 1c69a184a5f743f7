"""The process of a case: viewflow's own table, seen as ours."""

from viewflow.workflow.models import Process

from cases.models import Case


class CaseProcess(Process):
    """A run of CaseFlow; `artifact` is the case, `Case.process` points back and can be joined."""

    class Meta:
        proxy = True

    @property
    def case(self) -> Case:
        """The case that this run is about."""
        case: Case = self.artifact
        return case
