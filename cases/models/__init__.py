"""The tables of the case: one module per idea, one name each here."""

from cases.models.absence import Absence
from cases.models.access import Recovery, Tally
from cases.models.attachments import Attachment
from cases.models.calendar_changes import CalendarChange
from cases.models.case import REOPEN_DAYS, Case, CaseQuerySet
from cases.models.changes import SetupChange
from cases.models.contact import Contact
from cases.models.drafts import Draft
from cases.models.duplicates import ALONE, Duplicate
from cases.models.escalation import EscalationRule
from cases.models.events import CaseEvent
from cases.models.handover import Handover
from cases.models.idempotency import IdempotencyKey
from cases.models.key_seals import KeySeal
from cases.models.kinds import (
    Category,
    Channel,
    ExternalAgency,
    RequestType,
    ResultCode,
    Title,
    Urgency,
)
from cases.models.mentions import Mention
from cases.models.municipality import Holiday, Municipality
from cases.models.numbers import YearCounter
from cases.models.organisation import Department, Membership, Unit, User
from cases.models.parts import Part
from cases.models.places import District, Province, Subdistrict
from cases.models.proposal import Proposal
from cases.models.questions import Answer, Question, QuestionSet
from cases.models.rights import KindReader, RolePermission
from cases.models.routing import RoutingRule, RoutingVersion
from cases.models.security import Reading, SecurityEvent
from cases.models.staff_sessions import StaffSession
from cases.models.status import CITIZEN_WORDS, ENDED, OPEN, Status
from cases.models.synonyms import SynonymRow
from cases.models.texts import StandardText
from cases.models.voice import Feedback, Follower

__all__ = [
    "ALONE",
    "CITIZEN_WORDS",
    "ENDED",
    "OPEN",
    "REOPEN_DAYS",
    "Absence",
    "Answer",
    "Attachment",
    "CalendarChange",
    "Case",
    "CaseEvent",
    "CaseQuerySet",
    "Category",
    "Channel",
    "Contact",
    "Department",
    "District",
    "Draft",
    "Duplicate",
    "EscalationRule",
    "ExternalAgency",
    "Feedback",
    "Follower",
    "Handover",
    "Holiday",
    "IdempotencyKey",
    "KeySeal",
    "KindReader",
    "Membership",
    "Mention",
    "Municipality",
    "Part",
    "Proposal",
    "Province",
    "Question",
    "QuestionSet",
    "Reading",
    "Recovery",
    "RequestType",
    "ResultCode",
    "RolePermission",
    "RoutingRule",
    "RoutingVersion",
    "SecurityEvent",
    "SetupChange",
    "StaffSession",
    "StandardText",
    "Status",
    "Subdistrict",
    "SynonymRow",
    "Tally",
    "Title",
    "Unit",
    "Urgency",
    "User",
    "YearCounter",
]
