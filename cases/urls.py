"""The citizen's addresses."""

from django.urls import path, register_converter

from cases.opendata.views import page as open_data
from cases.views.public import (
    area_alerts,
    branding,
    display,
    embedding,
    feed,
    home,
    manual,
    map,
    privacy,
    statistics,
    town_map,
    verification,
)
from cases.views.request import addresses, assets, landmarks, pages, submission, thaid
from cases.views.tracking import (
    contact_preference,
    documents,
    email_change,
    followers,
    login,
    own_cases,
    photos,
    recovery,
    replies,
    web_push,
)


class CaseNumber:
    """A user ID: the Buddhist year and the running number."""

    regex = "[0-9]{4}-[0-9]{5,7}"

    def to_python(self, value: str) -> str:
        """As it is stored."""
        return value

    def to_url(self, value: str) -> str:
        """As it is stored."""
        return value


class FormPage:
    """A page of the form of a request on which something is typed."""

    regex = "what|where|you"

    def to_python(self, value: str) -> str:
        """As it is named."""
        return value

    def to_url(self, value: str) -> str:
        """As it is named."""
        return value


register_converter(CaseNumber, "number")
register_converter(FormPage, "page")

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("embedded/", embedding.embedded, name="embedded"),
    path("requests/done/", submission.done, name="done"),
    path("requests/done/notifications/", web_push.push_on_filed, name="push_on_filed"),
    path("requests/done/receipt/", documents.receipt_filed, name="receipt_filed"),
    path("requests/done/card/", documents.card_filed, name="card_filed"),
    path("requests/<slug:code>/", pages.form, name="form"),
    path("requests/<slug:code>/<page:page>/", pages.page, name="form_page"),
    path("requests/<slug:code>/similar/", pages.similar_cases, name="form_similar"),
    path("requests/<slug:code>/thaid/", thaid.ask, name="thaid"),
    path("requests/<slug:code>/thaid/begin/", thaid.begin, name="thaid_begin"),
    path("thaid/back/", thaid.back, name="thaid_back"),
    path("requests/<slug:code>/check/", submission.check, name="form_check"),
    path("track/", login.track, name="track"),
    path("track/cases/", login.track_cases, name="track_cases"),
    path("track/cases/<number:number>/", login.case, name="case"),
    path("track/cases/<number:number>/answer/", replies.answer, name="answer"),
    path("track/cases/<number:number>/withdraw/", replies.withdraw, name="withdraw"),
    path("track/cases/<number:number>/reopen/", replies.reopen, name="reopen"),
    path("track/cases/<number:number>/feedback/", replies.feedback, name="feedback"),
    path("track/cases/<number:number>/message/", replies.message, name="message"),
    path("track/cases/<number:number>/email/", email_change.email, name="email"),
    path("track/cases/<number:number>/email/code/", email_change.email_code, name="email_code"),
    path("track/cases/<number:number>/telling/", contact_preference.telling, name="telling"),
    path("track/cases/<number:number>/line/", contact_preference.line_link, name="line_link"),
    path("track/cases/<number:number>/line/unlink/", contact_preference.line_unlink, name="line_unlink"),
    path("track/cases/<number:number>/notifications/", web_push.push_on, name="push_on"),
    path("track/cases/<number:number>/notifications/<int:pk>/off/", web_push.push_off, name="push_off"),
    path("track/line/", contact_preference.line_back, name="line_back"),
    path("track/cases/<number:number>/others/", own_cases.own_cases, name="own_cases"),
    path("track/cases/<number:number>/others/code/", own_cases.own_cases_code, name="own_cases_code"),
    path("track/cases/<number:number>/receipt/", documents.receipt, name="receipt"),
    path("track/cases/<number:number>/result/", documents.result, name="result"),
    path("track/logout/", login.logout, name="logout"),
    path("track/forgot/", recovery.forgot, name="forgot"),
    path("track/forgot/code/", recovery.forgot_code, name="forgot_code"),
    path("track/forgot/cases/", recovery.forgot_cases, name="forgot_cases"),
    path("follow/<number:number>/", followers.follow, name="follow"),
    path("follow/<number:number>/code/", followers.follow_code, name="follow_code"),
    path("follow/<number:number>/done/", followers.follow_done, name="follow_done"),
    path("follow/stop/<str:token>/", followers.follow_stop, name="follow_stop"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
    path("photos/<uuid:pk>/thumbnail/", photos.thumbnail, name="thumbnail"),
    path("appearance/<slug:version>.css", branding.style_sheet, name="style_sheet"),
    path("appearance/<slug:version>.png", branding.logo, name="logo"),
    path("appearance/<slug:version>.webp", branding.banner, name="banner"),
    path("map/drawing.json", town_map.drawing, name="map_drawing"),
    path("things/", assets.near, name="assets"),
    path("landmarks/", landmarks.found, name="landmarks"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<number:number>/<slug:code>/", verification.verify, name="verify"),
    path("opendata/", open_data, name="open_data"),
    path("map/", map.cases_map, name="map"),
    path("map/points/", map.map_points, name="map_points"),
    path("map/feed/", feed.public_feed, name="map_feed"),
    path("map/near/", area_alerts.area, name="area"),
    path("map/near/code/", area_alerts.area_code, name="area_code"),
    path("map/near/stop/<str:token>/", area_alerts.area_stop, name="area_stop"),
    path("map/photos/<uuid:pk>.jpg", map.map_photo, name="map_photo"),
    path("map/<number:number>/", map.map_case, name="map_case"),
    path("figures/", statistics.figures, name="figures"),
    path("figures/feed/", feed.city_feed, name="figures_feed"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("help/", manual.page, name="manual"),
    path("help/pdf/", manual.paper, name="manual_pdf"),
    path("display/", display.switches, name="display"),
]
