"""All addresses: Thai at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from cases.opendata.views import file
from cases.views.public.security_txt import security_txt
from cases.views.public.town_map import tiles
from cases.views.tracking.web_push import push_worker
from config.favicon import favicon
from config.health import healthz, readyz
from config.metrics import metrics
from config.rest.door import api
from config.source import source
from notifications.feedback.webhooks import hook, mail
from notifications.pages.traffy.door import hook as traffy_hook
from notifications.pages.traffy.door import photo as traffy_photo
from workflows.views.login.single_sign_on import sso_logout
from workflows.views.own_calendar import calendar_file

# Asked by machines, in no language.
machines = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("hooks/traffy/photos/<str:token>.jpg", traffy_photo, name="traffy_photo"),
    path("hooks/traffy/<slug:secret>/", traffy_hook, name="traffy_hook"),
    path("hooks/<slug:service>/tracking/", hook, name="hook"),
    path("hooks/<slug:service>/mail/", mail, name="mail_hook"),
    path("hooks/single-sign-on/logout/", sso_logout, name="sso_logout"),
    path("calendar/<slug:token>.ics", calendar_file, name="own_calendar"),
    path("map/<slug:version>.pmtiles", tiles, name="town_map"),
    path("opendata/files/<str:name>", file, name="open_data_file"),
    path("open311/v2/", include("cases.open311.urls", namespace="open311")),
    path("open311/test/v2/", include("cases.open311.urls", namespace="open311_trial")),
    # A folder of its own, which is the scope of the service worker: no page is in it.
    path("telephone/worker.js", push_worker, name="push_worker"),
    path("favicon.ico", favicon, name="favicon"),
    path("api/v1/", api, name="api"),
    path("api/v1/<path:rest>", api, name="api"),
]
urlpatterns = machines + i18n_patterns(
    path("", include("cases.urls")),
    path("staff/setup/webhooks/", include("notifications.pages.webhooks.urls")),
    path("staff/setup/traffy/", include("notifications.pages.traffy.urls")),
    path("staff/", include("workflows.urls")),
    path("staff/notices/", include("notifications.urls")),
    path("outside/", include("workflows.views.outside.urls")),
    path("source/", source, name="source"),
    # One log-in for the staff, so that its throttle cannot be walked around.
    path("admin/login/", RedirectView.as_view(pattern_name="staff:login", query_string=True)),
    # One page of the own password as well: it knows the other log-ins, and ends them.
    path("admin/password_change/", RedirectView.as_view(pattern_name="staff:password")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
