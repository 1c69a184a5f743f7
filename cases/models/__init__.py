"""The tables of the case: one module per idea, one name each here."""

from cases.models.case.attachments import Attachment
from cases.models.case.case import Case, NoPhoto
from cases.models.case.case_queries import REOPEN_DAYS, CaseQuerySet
from cases.models.case.contact import Contact, ContactChannel
from cases.models.case.duplicates import ALONE, Duplicate
from cases.models.case.event_chain import DailyHead, EventLink, HistoryKeys
from cases.models.case.events import CaseEvent
from cases.models.case.feedback import AnswerWords, Feedback
from cases.models.case.followers import Follower
from cases.models.case.imported import ImportedCase
from cases.models.case.mentions import Mention
from cases.models.case.monthly_report import MonthlyReport
from cases.models.case.numbers import YearCounter
from cases.models.case.open311 import Open311Report
from cases.models.case.open_data import OpenDataRelease
from cases.models.case.outside_links import OutsideLink
from cases.models.case.public_photos import PublicPhoto
from cases.models.case.public_sums import PublicSums
from cases.models.case.questions import (
    Answer,
    BlockVersion,
    ConditionTest,
    InsertedBlock,
    Question,
    QuestionKind,
    QuestionSet,
)
from cases.models.case.result_proposals import Proposal
from cases.models.case.status import CITIZEN_WORDS, ENDED, OPEN, RUNNING, Status
from cases.models.case.subtasks import Finding, Subtask
from cases.models.case.transfers import Transfer
from cases.models.case.web_push import PushKeys, PushSubscription
from cases.models.setup.administrative_areas import District, Province, Subdistrict
from cases.models.setup.areas import Area
from cases.models.setup.assets import Asset, AssetSort
from cases.models.setup.calendar_changes import CalendarChange
from cases.models.setup.change_log import SetupChange
from cases.models.setup.escalation import PARTY_RULES, EscalationRule
from cases.models.setup.landmarks import Landmark
from cases.models.setup.learned_words import LearnedWords
from cases.models.setup.municipality import Holiday, Municipality
from cases.models.setup.open311 import Open311Partner
from cases.models.setup.outside import OutsideParty, OutsidePerson
from cases.models.setup.question_blocks import QuestionBlock
from cases.models.setup.request_types import (
    Category,
    Cause,
    Channel,
    ExternalAgency,
    PersonFields,
    RequestType,
    ResultCode,
    Title,
    Urgency,
)
from cases.models.setup.result_questions import ResultAnswer, ResultQuestion, Verdict
from cases.models.setup.rights import KindReader, RolePermission
from cases.models.setup.routing import RoutingRule
from cases.models.setup.standard_texts import StandardText
from cases.models.setup.synonyms import SynonymRow
from cases.models.setup.town_map import TownMap
from cases.models.setup.version import SetUpVersion
from cases.models.setup.work_plans import DECIDERS, Doer, PlanVersion, StepKind, WorkPlan
from cases.models.staff.absence import Absence
from cases.models.staff.delegation import Delegation
from cases.models.staff.organisation import Department, Membership, Unit, User
from cases.models.web.access_tokens import AccessToken, Partner, PartnerCase, Scope
from cases.models.web.area_alerts import AreaAlert
from cases.models.web.directory_runs import DirectoryRun
from cases.models.web.drafts import Draft
from cases.models.web.idempotency import IdempotencyKey
from cases.models.web.key_seals import KeySeal
from cases.models.web.one_time_codes import OneTimeCode, RateCounter
from cases.models.web.received_mail import ReceivedMail
from cases.models.web.security_events import Reading, SecurityEvent
from cases.models.web.staff_identities import StaffIdentity
from cases.models.web.staff_sessions import StaffSession

__all__ = [
    "ALONE",
    "CITIZEN_WORDS",
    "DECIDERS",
    "ENDED",
    "OPEN",
    "PARTY_RULES",
    "REOPEN_DAYS",
    "RUNNING",
    "Absence",
    "AccessToken",
    "Answer",
    "AnswerWords",
    "Area",
    "AreaAlert",
    "Asset",
    "AssetSort",
    "Attachment",
    "BlockVersion",
    "CalendarChange",
    "Case",
    "CaseEvent",
    "CaseQuerySet",
    "Category",
    "Cause",
    "Channel",
    "ConditionTest",
    "Contact",
    "ContactChannel",
    "DailyHead",
    "Delegation",
    "Department",
    "DirectoryRun",
    "District",
    "Doer",
    "Draft",
    "Duplicate",
    "EscalationRule",
    "EventLink",
    "ExternalAgency",
    "Feedback",
    "Finding",
    "Follower",
    "HistoryKeys",
    "Holiday",
    "IdempotencyKey",
    "ImportedCase",
    "InsertedBlock",
    "KeySeal",
    "KindReader",
    "Landmark",
    "LearnedWords",
    "Membership",
    "Mention",
    "MonthlyReport",
    "Municipality",
    "NoPhoto",
    "OneTimeCode",
    "Open311Partner",
    "Open311Report",
    "OpenDataRelease",
    "OutsideLink",
    "OutsideParty",
    "OutsidePerson",
    "Partner",
    "PartnerCase",
    "PersonFields",
    "PlanVersion",
    "Proposal",
    "Province",
    "PublicPhoto",
    "PublicSums",
    "PushKeys",
    "PushSubscription",
    "Question",
    "QuestionBlock",
    "QuestionKind",
    "QuestionSet",
    "RateCounter",
    "Reading",
    "ReceivedMail",
    "RequestType",
    "ResultAnswer",
    "ResultCode",
    "ResultQuestion",
    "RolePermission",
    "RoutingRule",
    "Scope",
    "SecurityEvent",
    "SetUpVersion",
    "SetupChange",
    "StaffIdentity",
    "StaffSession",
    "StandardText",
    "Status",
    "StepKind",
    "Subdistrict",
    "Subtask",
    "SynonymRow",
    "Title",
    "TownMap",
    "Transfer",
    "Unit",
    "Urgency",
    "User",
    "Verdict",
    "WorkPlan",
    "YearCounter",
]
