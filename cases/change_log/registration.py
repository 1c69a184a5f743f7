"""The tables of the set-up that this room has, in the order in which a file is read."""

from cases.change_log.journal import watch
from cases.change_log.tables import Table, register

SINGLE: tuple[str, ...] = ()
ALWAYS_APART = frozenset({"last_login", "date_joined", "must_change_password", "factor_due"})
PEOPLE = Table(
    "cases.User", key=("username",), without=ALWAYS_APART, hidden=frozenset({"password"}), exported=False
)
OWN = (
    Table(
        "cases.Municipality",
        key=SINGLE,
        without=frozenset({"position", "active"}),
        hidden=frozenset({"report_addresses"}),
        kept_here=frozenset({"report_addresses"}),
    ),
    # Its file is too large for the set-up's, and each town's own.
    Table("cases.TownMap", key=("version",), without=frozenset({"added_by", "added_at"}), exported=False),
    Table("cases.Department"),
    Table("cases.Unit"),
    Table("cases.ExternalAgency"),
    Table("cases.OutsideParty"),
    Table("cases.OutsidePerson", key=("party", "name"), hidden=frozenset({"email", "phone"}), exported=False),
    Table(
        "cases.Open311Partner",
        key=("name",),
        without=frozenset({"made_by", "made_at"}),
        hidden=frozenset({"key"}),
        exported=False,
    ),
    Table("cases.Category"),
    Table("cases.Channel"),
    Table("cases.Title"),
    Table("cases.ResultCode"),
    Table("cases.WorkPlan"),
    Table("cases.Area"),
    Table("cases.Landmark", key=("name_th",), deletes=True),
    Table("cases.RequestType"),
    Table("cases.Cause"),
    Table("cases.QuestionBlock"),
    # Its rows are versions: `cases.setup.question_import` reads them.
    Table("cases.BlockVersion", key=("block",), watched=False),
    # Its rows are versions: `cases.setup.question_import` reads them.
    Table("cases.QuestionSet", key=("request_type",), watched=False),
    # Its rows are versions: `cases.work_plans` writes and reads them.
    Table("cases.PlanVersion", key=("plan",), watched=False),
    Table("cases.ResultQuestion", deletes=True),
    Table("cases.ResultAnswer", key=("question", "position"), deletes=True),
    Table("cases.Holiday", key=("day",), deletes=True),
    Table("cases.SynonymRow", key=("words",), deletes=True),
    Table("cases.RoutingRule", key=("name",), deletes=True, kept_here=frozenset({"officer"})),
    Table("cases.EscalationRule", key=("when", "days", "to"), deletes=True),
    Table("cases.StandardText"),
    Table("auth.Group", key=("name",), permission="auth.change_group"),
    Table(
        "cases.RolePermission",
        key=("role", "permission"),
        deletes=True,
        permission="cases.change_rolepermission",
    ),
    Table("cases.KindReader", key=("kind", "user"), exported=False),
    PEOPLE,
    Table("cases.Membership", key=("user", "department"), exported=False),
    Table("cases.Partner", exported=False),
    Table(
        "cases.AccessToken",
        key=("name",),
        without=frozenset({"made_by", "made_at", "last_used_at"}),
        hidden=frozenset({"digest"}),
        exported=False,
    ),
    Table(
        "cases.Delegation",
        key=("user", "since"),
        without=frozenset({"entered_by", "entered_at", "withdrawn_by"}),
        exported=False,
    ),
)


def add(*tables: Table) -> None:
    """Count tables among the set-up and log their changes; for AppConfig.ready() of any room. A table that
    this installation does not have is left out."""
    for table in (table for table in tables if table.installed):
        register(table)
        if table.watched:
            watch(table)


def add_own() -> None:
    """Those of this room."""
    add(*OWN)
