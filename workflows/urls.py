"""The staff's addresses."""

from django.urls import include, path, re_path

from workflows.palette.pages import search
from workflows.views.absence import absence, end_absence
from workflows.views.case.asset import asset
from workflows.views.case.counter_password import slip
from workflows.views.case.page import case, present
from workflows.views.case.pdf import case_pdf
from workflows.views.case.public_words import clear_words
from workflows.views.case.publication import publish
from workflows.views.case.readers import readers
from workflows.views.case.steps import step
from workflows.views.case.subtasks import subtask
from workflows.views.delegations import change_delegation, deputies, withdraw_delegation
from workflows.views.figures import behind, cases_table, figures, figures_table, paper
from workflows.views.inbox.bulk import many
from workflows.views.inbox.bulk import undo as take_back
from workflows.views.inbox.files import inbox_table
from workflows.views.inbox.page import inbox
from workflows.views.inbox.points import inbox_points
from workflows.views.intake import choose, filed, filed_card, intake
from workflows.views.login.confirm_again import again, resend
from workflows.views.login.login import OwnPassword, StaffLogin, StaffLogout
from workflows.views.login.own_security import (
    add_app,
    add_passkey,
    end_session,
    end_sessions,
    remove_factor,
    security,
    spare_codes,
)
from workflows.views.login.second_step import second_step
from workflows.views.login.single_sign_on import sso_back, sso_begin, sso_link, sso_out
from workflows.views.mail import file_mail, join_mail, mail, mail_as_it_came, mails, put_mail_aside
from workflows.views.manual import own, page, picture
from workflows.views.manual import paper as printed_chapter
from workflows.views.mayor import mayor, mayor_paper
from workflows.views.morning import morning, undo
from workflows.views.own_calendar import calendar
from workflows.views.preferences import after_step, letters, look, remove_view, shortcuts, views
from workflows.views.process_map import map_cases, map_table, map_xes, plan_bpmn, process_map
from workflows.views.role_sets import role_rights

app_name = "staff"
urlpatterns = [
    path("", inbox, name="inbox"),
    path("login/", StaffLogin.as_view(), name="login"),
    path("login/second/", second_step, name="second_step"),
    path("login/sso/", sso_begin, name="sso"),
    path("login/sso/back/", sso_back, name="sso_back"),
    path("login/sso/out/", sso_out, name="sso_out"),
    path("again/", again, name="again"),
    path("again/send/", resend, name="resend"),
    path("security/", security, name="security"),
    path("security/app/", add_app, name="add_app"),
    path("security/passkey/", add_passkey, name="add_passkey"),
    path("security/codes/", spare_codes, name="spare_codes"),
    path("security/factors/<int:pk>/remove/", remove_factor, name="remove_factor"),
    path("security/sso/", sso_link, name="sso_link"),
    path("security/log-ins/end/", end_sessions, name="end_sessions"),
    path("security/log-ins/<slug:key>/end/", end_session, name="end_session"),
    path("logout/", StaffLogout.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
    path("file/", choose, name="file"),
    path("file/done/", filed, name="filed"),
    path("file/done/card/", filed_card, name="filed_card"),
    path("file/for/<slug:code>/", intake, name="intake"),
    path("mail/", mails, name="mails"),
    path("mail/<uuid:pk>/", mail, name="mail"),
    path("mail/<uuid:pk>/letter.eml", mail_as_it_came, name="mail_as_it_came"),
    path("mail/<uuid:pk>/file/", file_mail, name="file_mail"),
    path("mail/<uuid:pk>/join/", join_mail, name="join_mail"),
    path("mail/<uuid:pk>/aside/", put_mail_aside, name="put_mail_aside"),
    path("letters/", letters, name="letters"),
    path("calendar/", calendar, name="calendar"),
    path("absence/", absence, name="absence"),
    path("absence/<int:pk>/end/", end_absence, name="end_absence"),
    path("deputies/", deputies, name="deputies"),
    path("deputies/<int:pk>/", change_delegation, name="change_delegation"),
    path("deputies/<int:pk>/withdraw/", withdraw_delegation, name="withdraw_delegation"),
    path("views/", views, name="views"),
    path("views/<int:pk>/remove/", remove_view, name="remove_view"),
    path("look/", look, name="look"),
    path("points/", inbox_points, name="inbox_points"),
    re_path(r"^inbox\.(?P<extension>csv|xlsx)$", inbox_table, name="inbox_table"),
    path("shortcuts/", shortcuts, name="shortcuts"),
    path("bulk/undo/", take_back, name="undo"),
    path("search/", search, name="search"),
    path("morning/", morning, name="morning"),
    path("undo/", undo, name="undo_step"),
    path("after/", after_step, name="after_step"),
    path("bulk/<slug:verb>/", many, name="many"),
    path("rights/", role_rights, name="role_rights"),
    path("mayor/", mayor, name="mayor"),
    path("mayor/report.pdf", mayor_paper, name="mayor_paper"),
    path("figures/", figures, name="figures"),
    path("figures/cases/", behind, name="figures_cases"),
    path("figures/report.pdf", paper, name="figures_paper"),
    re_path(r"^figures/figures\.(?P<extension>csv|xlsx)$", figures_table, name="figures_table"),
    re_path(r"^figures/cases\.(?P<extension>csv|xlsx)$", cases_table, name="figures_cases_table"),
    path("figures/map/", process_map, name="map"),
    path("figures/map/cases/", map_cases, name="map_cases"),
    path("figures/map/log.csv", map_table, name="map_table"),
    path("figures/map/log.xes", map_xes, name="map_xes"),
    path("figures/map/plan-<int:pk>.bpmn", plan_bpmn, name="map_bpmn"),
    path("things/<int:pk>/", asset, name="asset"),
    path("help/", own, name="help"),
    path("help/pictures/<slug:language>/<slug:name>.webp", picture, name="help_picture"),
    path("help/<slug:chapter>/", page, name="help_chapter"),
    path("help/<slug:chapter>/pdf/", printed_chapter, name="help_pdf"),
    path("field/", include("workflows.views.field.urls")),
    path("setup/", include("workflows.setup.urls")),
    path("cases/<slug:number>/", case, name="case"),
    path("cases/<slug:number>/pdf/", case_pdf, name="pdf"),
    path("cases/<slug:number>/readers/", readers, name="readers"),
    path("cases/<slug:number>/present/", present, name="present"),
    path("cases/<slug:number>/slip/", slip, name="slip"),
    path("cases/<slug:number>/words/", clear_words, name="clear_words"),
    path("cases/<slug:number>/public/", publish, name="publish"),
    path("cases/<slug:number>/subtasks/<int:subtask>/<slug:subtask_verb>/", subtask, name="subtask"),
    path("cases/<slug:number>/<slug:verb>/", step, name="step"),
]
