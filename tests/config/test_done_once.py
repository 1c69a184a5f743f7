"""Every form of a step carries a token of its own: the addresses and the templates are walked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from workflows.setup.lists.tables import LISTS

TEMPLATES = Path("templates")
ROOMS = ("cases", "staff", "notifications", "outside", "webhooks", "traffy")
FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
# What can be sent again without harm, and why. A new address has to find its place here or be done once.
NO_STEP = {
    "has a token of its own, the case's": (
        "cases:form cases:form_page cases:form_similar cases:form_check cases:thaid cases:thaid_begin "
        "staff:intake"
    ),
    "logs in or out, and counts every try": (
        "cases:track cases:logout staff:login staff:second_step staff:logout staff:password cases:forgot "
        "cases:forgot_code cases:forgot_cases cases:own_cases cases:own_cases_code"
    ),
    "says how something shall be: the same again is the same": (
        "staff:shortcuts staff:look staff:letters staff:after_step notifications:news_read "
        "staff:role_rights staff:views staff:remove_view notifications:words "
        "notifications:restore cases:display cases:follow_stop cases:area_stop cases:line_link "
        "staff:setup_plan_move"
    ),
    "asks a question": (
        "staff:inbox staff:search staff:setup_people staff:file staff:file_mail "
        "staff:setup_routing_try staff:setup_plan_try staff:setup_rehearse staff:setup_rehearsal "
        "staff:setup_plan_rehearse staff:setup_sign_on staff:setup_people_directory "
        "notifications:channel_test webhooks:test traffy:test "
        "staff:setup_kind_preview staff:setup_kind_new_preview"
    ),
    "log-ins and factors: what is gone is gone": (
        "staff:setup_person_factor staff:setup_person_sso staff:sso_link "
        "staff:security staff:add_app staff:add_passkey staff:spare_codes staff:remove_factor "
        "staff:end_sessions staff:end_session staff:again staff:resend "
        "notifications:browser_on notifications:browser_off staff:calendar"
    ),
    "the set-up, whose rows have names and versions of their own": (
        "staff:setup staff:setup_changes staff:setup_office staff:setup_routing staff:setup_routing_new "
        "staff:setup_security staff:setup_security_table staff:setup_readings "
        "staff:setup_routing_edit staff:setup_areas staff:setup_landmarks staff:setup_assets "
        "staff:setup_holidays staff:setup_suggestions staff:setup_file staff:setup_export staff:setup_map "
        "staff:setup_web_push staff:setup_monthly staff:setup_embedding staff:setup_open_data "
        "staff:setup_open311 staff:setup_open311_key staff:setup_open311_withdraw "
        "webhooks:edit traffy:bridge traffy:switch traffy:address "
        "staff:setup_start staff:setup_start_departments staff:setup_start_kinds "
        "staff:setup_plans staff:setup_plans_new staff:setup_plan_names staff:setup_plan_versions "
        "staff:setup_plan_version staff:setup_outside staff:setup_outside_new staff:setup_outside_party "
        "staff:setup_outside_new_person staff:setup_outside_person "
        "staff:setup_kinds staff:setup_kind staff:setup_kind_new staff:setup_kind_rules "
        "staff:setup_departments staff:setup_department_new staff:setup_department staff:setup_unit_new "
        "staff:setup_unit staff:setup_person staff:setup_person_new staff:setup_person_password "
        "staff:setup_person_leave staff:setup_person_back staff:setup_people_passwords "
        "staff:setup_people_file staff:setup_people_template "
        "staff:setup_tokens staff:setup_token_new staff:setup_token_withdraw "
        "staff:setup_partner staff:setup_partner_new"
    ),
    "a draft, which changes only as its page has shown it": (
        "staff:setup_plan staff:setup_plan_new_stage staff:setup_plan_stage staff:setup_plan_new_step "
        "staff:setup_plan_step staff:setup_plan_publish"
    ),
    "the questions, which change only as their page has shown them": (
        "staff:setup_questions staff:setup_kind_questions staff:setup_kind_question staff:setup_blocks "
        "staff:setup_blocks_new staff:setup_block staff:setup_block_questions staff:setup_block_question "
        "staff:setup_after_result staff:setup_after_result_new staff:setup_after_result_question"
    ),
}
EXEMPT = {name for names in NO_STEP.values() for name in names.split()}
# The small lists are of the set-up too; each has addresses of its own.
EXEMPT |= {f"{one.address}{page}" for one in LISTS for page in ("", "_new", "_row")}


def patterns(found: Any, rooms: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for one in found:
        if isinstance(one, URLPattern):
            yield ":".join([*rooms[-1:], one.name or ""]), one.callback
        else:
            yield from patterns(one.url_patterns, (*rooms, one.namespace) if one.namespace else rooms)


def takes_post(view: Any) -> bool:
    """Whether a view lets a POST in, as the decorator on it says; without one it does."""
    seen, functions = set(), [view]
    while functions:
        function = functions.pop()
        code = getattr(function, "__code__", None)
        if code is None or id(function) in seen:
            continue
        seen.add(id(function))
        cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
        if "request_method_list" in cells:
            return "POST" in cells["request_method_list"].cell_contents
        functions += [cell.cell_contents for cell in cells.values() if callable(cell.cell_contents)]
    return True


def posted() -> dict[str, Any]:
    """Our addresses to which something can be sent."""
    ours = patterns(get_resolver().url_patterns)
    return {name: view for name, view in ours if name.split(":")[0] in ROOMS and takes_post(view)}


def test_whatever_does_something_is_done_once_or_has_a_reason_not_to() -> None:
    undecided = {
        name
        for name, view in posted().items()
        if not getattr(view, "done_once", False) and name not in EXEMPT
    }
    assert undecided == set()


def test_the_steps_are_done_once() -> None:
    """The list of reasons cannot take a step in."""
    steps = (
        "staff:step staff:subtask staff:field_case staff:field_subtask staff:many staff:undo staff:morning "
        "staff:undo_step "
        "staff:absence staff:end_absence "
        "staff:deputies staff:change_delegation staff:withdraw_delegation "
        "staff:join_mail staff:put_mail_aside "
        "staff:slip cases:answer cases:message cases:feedback cases:reopen cases:withdraw cases:follow "
        "cases:follow_code cases:area cases:area_code staff:publish cases:email "
        "cases:email_code cases:telling cases:line_unlink cases:push_on "
        "cases:push_on_filed cases:push_off notifications:resend notifications:elsewhere "
        "notifications:cancel notifications:lift notifications:reached "
        "webhooks:new webhooks:switch webhooks:rotate webhooks:replay webhooks:replay_failed "
        "traffy:file traffy:aside traffy:again traffy:message_again traffy:send"
    )
    views = posted()
    assert [name for name in steps.split() if not getattr(views[name], "done_once", False)] == []


def forms() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(path.read_text()):
            yield f"{path}: {form.splitlines()[0][:100]}", form


def action(form: str) -> str:
    found = re.search(r"action=\"{% url '([a-z0-9:_]+)'", form)
    return found[1] if found else ""


@pytest.mark.parametrize(("where", "form"), list(forms()))
def test_a_form_of_a_step_carries_its_token(where: str, form: str) -> None:
    carries = "{% form_token" in form or 'name="form_token"' in form
    assert carries or action(form) in EXEMPT or Path(where.split(":")[0]).name in ELSEWHERE


# Forms that are sent to the address of their own page, which is one of EXEMPT.
ELSEWHERE = {
    f"{name}.html"
    for name in (
        "forgot forgot_cases similar follow_stop area_stop own_cases second_step remove_factor login "
        "password add_app kind list "
        "spare_codes role_rights letters add_passkey views words base_site file file_look holidays office "
        "routing routing_edit routing_try again resend names draft draft_stage draft_step publish try "
        "rehearse move outside_party outside_person areas areas_look landmarks "
        "landmarks_look assets assets_look questions_part question_form "
        "after_result_question list list_row department unit person "
        "leave back passwords token token_withdraw partner open311_withdraw"
    ).split()
}
