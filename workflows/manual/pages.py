"""Which page of the staff is told in which section of the manual: the table behind the “?” of every page."""

from django.urls import reverse

from cases.models import User
from workflows.manual.chapters import CHAPTERS, own_chapter

# How the names of pages begin, to the sections about them: the first one that stands in the reader's own
# chapter, or else the first. The longest beginning counts, so that a new page of the set-up has a section.
SECTIONS: dict[str, tuple[str, ...]] = {
    "staff:inbox": ("inbox",),
    "staff:views": ("inbox",),
    "staff:remove_view": ("inbox",),
    "staff:search": ("inbox",),
    "staff:shortcuts": ("inbox",),
    "staff:look": ("looks",),
    "staff:inbox_points": ("looks",),
    "staff:many": ("many-cases",),
    "staff:undo": ("morning",),
    "staff:morning": ("morning",),
    "staff:file": ("caller",),
    "staff:intake": ("caller",),
    "staff:filed": ("counter",),
    "staff:case": ("my-cases", "morning", "put-right", "reading"),
    "staff:step": ("my-cases", "approve", "put-right", "approvals"),
    "staff:subtask": ("steps", "help-of-others", "approvals"),
    "staff:present": ("my-cases",),
    "staff:pdf": ("my-cases",),
    "staff:readers": ("readers", "logs", "reading"),
    "staff:slip": ("new-password",),
    "staff:clear_words": ("public-words",),
    "staff:publish": ("public-words",),
    "staff:asset": ("put-right", "my-cases", "municipality"),
    "staff:field": ("field",),
    "staff:field_sent": ("offline",),
    "staff:field_offline": ("offline",),
    "staff:absence": ("absence",),
    "staff:end_absence": ("absence",),
    "staff:deputies": ("deputies",),
    "staff:change_delegation": ("deputies",),
    "staff:withdraw_delegation": ("deputies",),
    "staff:figures": ("figures",),
    "staff:map": ("figures",),
    "staff:mayor": ("mayor",),
    "staff:letters": ("news",),
    "staff:after_step": ("my-log-in",),
    "staff:security": ("my-log-in",),
    "staff:sso": ("my-log-in",),
    "staff:calendar": ("my-log-in",),
    "staff:password": ("my-log-in",),
    "staff:add_": ("my-log-in",),
    "staff:spare_codes": ("my-log-in",),
    "staff:remove_factor": ("my-log-in",),
    "staff:end_session": ("my-log-in",),
    "staff:again": ("my-log-in",),
    "staff:resend": ("my-log-in",),
    "staff:role_rights": ("people",),
    "staff:setup": ("set-up",),
    "staff:setup_office": ("municipality",),
    "staff:setup_map": ("municipality",),
    "staff:setup_areas": ("municipality",),
    "staff:setup_things": ("municipality",),
    "staff:setup_assets": ("municipality",),
    "staff:setup_landmarks": ("municipality",),
    "staff:setup_holidays": ("holidays",),
    "staff:setup_department": ("departments",),
    "staff:setup_unit": ("departments",),
    "staff:setup_people": ("people",),
    "staff:setup_person": ("people",),
    "staff:setup_kind": ("kinds",),
    "staff:setup_question": ("questions",),
    "staff:setup_block": ("questions",),
    "staff:setup_result_question": ("questions",),
    "staff:setup_plan": ("plans",),
    "staff:setup_routing": ("routing",),
    "staff:setup_outside": ("small-lists",),
    "staff:setup_list": ("small-lists",),
    "staff:setup_suggestions": ("small-lists",),
    "staff:setup_monthly": ("letters-set-up",),
    "staff:setup_web_push": ("letters-set-up",),
    "staff:setup_rehears": ("deadlines",),
    "staff:setup_file": ("file",),
    "staff:setup_export": ("file",),
    "staff:setup_changes": ("logs",),
    "staff:setup_security": ("logs",),
    "staff:setup_sign_on": ("other-systems",),
    "staff:setup_readings": ("logs",),
    "staff:setup_token": ("other-systems",),
    "staff:setup_partner": ("other-systems",),
    "staff:setup_open": ("other-systems",),
    "staff:setup_embedding": ("other-systems",),
    "webhooks:": ("other-systems",),
    "traffy:": ("other-systems",),
    "staff:mail": ("mail",),
    "staff:file_mail": ("mail",),
    "staff:join_mail": ("mail",),
    "staff:put_mail": ("mail",),
    "notifications:browser": ("news",),
    "notifications:outgoing": ("outgoing",),
    "notifications:letter": ("outgoing",),
    "notifications:resend": ("outgoing",),
    "notifications:elsewhere": ("outgoing",),
    "notifications:cancel": ("outgoing",),
    "notifications:lift": ("outgoing",),
    "notifications:unreached": ("unreached",),
    "notifications:reached": ("unreached",),
    "notifications:address": ("new-password",),
    "notifications:news": ("news",),
    "notifications:letters": ("letters-set-up",),
    "notifications:words": ("letters-set-up",),
    "notifications:restore": ("letters-set-up",),
    "notifications:channel": ("letters-set-up",),
}
# A step of a case is told where its verb is.
STEPS: dict[str, tuple[str, ...]] = {
    "accept": ("answer",),
    "send_back": ("answer",),
    "transfer": ("answer", "desk"),
    "place": ("desk",),
    "assign": ("morning",),
    "grant_reopening": ("answer",),
    "refuse_reopening": ("answer",),
    "start": ("my-cases",),
    "hand_back": ("my-cases",),
    "ask": ("question",),
    "resolve": ("result",),
    "propose": ("result",),
    "take_back": ("result",),
    "reject": ("result",),
    "approve": ("approve", "approvals"),
    "return_result": ("approve", "approvals"),
    "ask_subtask": ("help-of-others",),
    "ask_outside": ("help-of-others",),
    "add_step": ("steps",),
    "mark_duplicate": ("caller", "my-cases"),
    "unmark_duplicate": ("caller", "my-cases"),
    "note": ("notes",),
    "extend": ("more-time",),
    "explain": ("more-time",),
    "correct_type": ("put-right",),
    "correct_details": ("put-right",),
    "correct_person": ("put-right",),
    "correct_time": ("put-right",),
    "take_up": ("put-right",),
}


def sections_about(page: str, verb: str = "") -> tuple[str, ...]:
    """Return the sections about a page, by the name of its address and, for a step, its verb; none for what
    is no page of the table."""
    if page == "staff:step" and verb in STEPS:
        return STEPS[verb]
    return SECTIONS.get(max((name for name in SECTIONS if page.startswith(name)), key=len, default=""), ())


def told_at(page: str, user: User, verb: str = "") -> str:
    """Return where the manual tells this person about a page: the own chapter, as long as it does."""
    own, about = own_chapter(user), sections_about(page, verb)
    for chapter in (own, *CHAPTERS.values()):
        for name in about:
            if name in chapter.names:
                return f"{reverse('staff:help_chapter', args=[chapter.role])}#{name}"
    return reverse("staff:help_chapter", args=[own.role])
