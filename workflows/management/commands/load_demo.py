"""Fill an empty installation with the demo: staff, and cases with a history of the last 120 days."""

import random
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from cases.deadlines.work_calendar import DAY
from cases.lib.request_cache import one_request
from cases.models import Delegation, QuestionSet, RequestType, Status, User
from cases.setup.demonstration import require_nobody, require_trial
from workflows.demo import set_up, staff
from workflows.demo.clock import DAYS
from workflows.demo.departments import SharedLife
from workflows.demo.life import Life
from workflows.demo.pairs import pair
from workflows.demo.plan import Plan, plans
from workflows.demo.stamps import backdate_photos
from workflows.demo.world import Filed, World


class Command(BaseCommand):
    """Does nothing where the demo is loaded already, refuses where somebody real could be, else loads all."""

    help = "Load the demo's staff and cases (never on a real installation)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="How many cases (default: 300).")
        parser.add_argument("--dry-run", action="store_true", help="Only refuse where it must not be loaded.")

    def handle(self, *args: Any, cases: int, dry_run: bool, **options: Any) -> None:
        """Load, unless it is there or somebody real could be."""
        require_trial()
        if dry_run and User._meta.db_table not in connection.introspection.table_names():
            return
        if staff.is_there():
            self.stdout.write("The demo's data is there already.")
            return
        require_nobody()
        if dry_run:
            return
        if not RequestType.objects.exists():
            call_command("load_municipality", stdout=self.stdout)
        with transaction.atomic():
            filed = load(cases)
        self.stdout.write(f"{len(filed)} cases. Follow one as its citizen:")
        for status in (Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED):
            for one in [one for one in filed if one.case.status == status][-1:]:
                self.stdout.write(f"  {one.case.number} / {one.password} ({one.case.get_status_display()})")
        for handed in Delegation.objects.in_force().select_related("user", "deputy"):
            text = "{} is away: {} decides for {}, by the order {}."
            name, deputy = handed.user.username, handed.deputy.username
            self.stdout.write(text.format(name, deputy, name, handed.order_number))


def load(count: int) -> list[Filed]:
    """Hire the staff, then file and live so many cases; their letters of the past are not sent. Raises
    RealInstallation where there are people or cases, or the demo is not on."""
    require_nobody()
    began = timezone.now()
    # The questions were there before the cases that were asked them.
    QuestionSet.objects.update(published_at=began - 2 * DAYS * DAY)
    set_up.draw_areas()
    set_up.name_landmarks()
    set_up.number_lamps(random.Random(41))  # noqa: S311 - no secrets
    world = World(began)
    planned = sorted(code for code, one in world.request_types.items() if one.work_plan_id)
    filed = [_told(world, plan) for plan in plans(world.clock, count, planned)]
    pair(world, filed)
    staff.send_away(world.staff, timezone.localdate(began))
    backdate_photos()
    set_up.arrange(world.staff.administrator, year=timezone.localdate(began).year + 3)
    set_up.hand_on(world.staff, timezone.localdate(began))
    with connection.cursor() as cursor:
        # The planner has not seen the rows of this transaction: settling could take it minutes.
        cursor.execute("ANALYZE")
    if "settle_notices" in get_commands():
        call_command("settle_notices", sent=True)
    return filed


def _told(world: World, plan: Plan) -> Filed:
    # What the town shares is read once for all cases, as by requests.
    with one_request():
        filed = world.file(plan.at, plan.request_type)
        began, until = world.clock.now, plan.until
        if plan.then:
            life: Life = SharedLife(world, filed.case, began=began, until=until, then=plan.then)
        else:
            life = Life(world, filed.case, began=began, until=until)
        filed.case = life.live()
    return filed
