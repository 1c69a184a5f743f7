"""The addresses of the set-up, below /staff/setup/."""

from django.urls import include, path

from workflows.setup import departments, outside, tokens
from workflows.setup.areas import areas
from workflows.setup.assets import assets
from workflows.setup.change_log import log
from workflows.setup.embedding import embedding
from workflows.setup.files import export, file
from workflows.setup.guide import pages as guide
from workflows.setup.holidays import holidays
from workflows.setup.index import index
from workflows.setup.landmarks import landmarks
from workflows.setup.monthly import monthly
from workflows.setup.office import office
from workflows.setup.open311 import open311, open311_key, open311_withdraw
from workflows.setup.open_data import open_data
from workflows.setup.readings import read
from workflows.setup.rehearsal import rehearsal, rehearse
from workflows.setup.routing import edit, new, rules, try_out
from workflows.setup.security import security_log, security_table
from workflows.setup.sign_on import sign_on
from workflows.setup.suggestions import suggestions
from workflows.setup.town_map import town_map
from workflows.setup.web_push import web_push

urlpatterns = [
    path("", index, name="setup"),
    path("start/", guide.start, name="setup_start"),
    path("start/departments/", guide.choose_departments, name="setup_start_departments"),
    path("start/kinds/", guide.choose_kinds, name="setup_start_kinds"),
    path("municipality/", office, name="setup_office"),
    path("map/", town_map, name="setup_map"),
    path("areas/", areas, name="setup_areas"),
    path("things/", assets, name="setup_assets"),
    path("landmarks/", landmarks, name="setup_landmarks"),
    path("holidays/", holidays, name="setup_holidays"),
    path("departments/", departments.departments, name="setup_departments"),
    path("departments/new/", departments.new_department, name="setup_department_new"),
    path("departments/<slug:code>/", departments.department, name="setup_department"),
    path("departments/<slug:code>/units/new/", departments.new_unit, name="setup_unit_new"),
    path("departments/<slug:code>/units/<slug:unit>/", departments.unit, name="setup_unit"),
    path("people/", include("workflows.setup.people.urls")),
    path("outside/", outside.parties, name="setup_outside"),
    path("outside/new/", outside.new, name="setup_outside_new"),
    path("outside/<slug:code>/", outside.party, name="setup_outside_party"),
    path("outside/<slug:code>/people/new/", outside.new_person, name="setup_outside_new_person"),
    path("outside/<slug:code>/people/<int:pk>/", outside.person, name="setup_outside_person"),
    path("tokens/", tokens.tokens, name="setup_tokens"),
    path("tokens/new/", tokens.new_token, name="setup_token_new"),
    path("tokens/<int:pk>/withdraw/", tokens.withdraw_token, name="setup_token_withdraw"),
    path("tokens/partners/new/", tokens.new_partner, name="setup_partner_new"),
    path("tokens/partners/<slug:code>/", tokens.partner, name="setup_partner"),
    path("routing/", rules, name="setup_routing"),
    path("routing/new/", new, name="setup_routing_new"),
    path("routing/try/", try_out, name="setup_routing_try"),
    path("routing/<int:pk>/", edit, name="setup_routing_edit"),
    path("suggestions/", suggestions, name="setup_suggestions"),
    path("notifications/", web_push, name="setup_web_push"),
    path("open311/", open311, name="setup_open311"),
    path("open311/keys/", open311_key, name="setup_open311_key"),
    path("open311/keys/<int:pk>/withdraw/", open311_withdraw, name="setup_open311_withdraw"),
    path("open-data/", open_data, name="setup_open_data"),
    path("monthly/", monthly, name="setup_monthly"),
    path("website/", embedding, name="setup_embedding"),
    path("", include("workflows.setup.kinds.urls")),
    path("plans/", include("workflows.setup.plans.urls")),
    path("", include("workflows.setup.kinds.question_urls")),
    path("lists/", include("workflows.setup.lists.urls")),
    path("sign-on/", sign_on, name="setup_sign_on"),
    path("security/", security_log, name="setup_security"),
    path("security/events.csv", security_table, name="setup_security_table"),
    path("readings/", read, name="setup_readings"),
    path("rehearsal/", rehearse, name="setup_rehearse"),
    path("rehearsal/<int:pk>/", rehearsal, name="setup_rehearsal"),
    path("file/", file, name="setup_file"),
    path("file/export/", export, name="setup_export"),
    path("changes/", log, name="setup_changes"),
]
