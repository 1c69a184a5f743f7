"""The citizen's addresses."""

from django.urls import path, register_converter

from cases.views import (
    addresses,
    appearance,
    documents,
    email,
    filing,
    follow,
    home,
    own_cases,
    photos,
    privacy,
    recovery,
    replies,
    sending,
    statistics,
    telling,
    tracking,
    verification,
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
    path("requests/done/", sending.done, name="done"),
    path("requests/done/receipt/", documents.receipt_filed, name="receipt_filed"),
    path("requests/<slug:code>/", filing.form, name="form"),
    path("requests/<slug:code>/<page:page>/", filing.page, name="form_page"),
    path("requests/<slug:code>/similar/", filing.similar_cases, name="form_similar"),
    path("requests/<slug:code>/check/", sending.check, name="form_check"),
    path("track/", tracking.track, name="track"),
    path("track/cases/", tracking.track_cases, name="track_cases"),
    path("track/cases/<number:number>/", tracking.case, name="case"),
    path("track/cases/<number:number>/answer/", replies.answer, name="answer"),
    path("track/cases/<number:number>/withdraw/", replies.withdraw, name="withdraw"),
    path("track/cases/<number:number>/reopen/", replies.reopen, name="reopen"),
    path("track/cases/<number:number>/feedback/", replies.feedback, name="feedback"),
    path("track/cases/<number:number>/message/", replies.message, name="message"),
    path("track/cases/<number:number>/email/", email.email, name="email"),
    path("track/cases/<number:number>/email/code/", email.email_code, name="email_code"),
    path("track/cases/<number:number>/telling/", telling.telling, name="telling"),
    path("track/cases/<number:number>/line/", telling.line_link, name="line_link"),
    path("track/cases/<number:number>/line/unlink/", telling.line_unlink, name="line_unlink"),
    path("track/line/", telling.line_back, name="line_back"),
    path("track/cases/<number:number>/others/", own_cases.own_cases, name="own_cases"),
    path("track/cases/<number:number>/others/code/", own_cases.own_cases_code, name="own_cases_code"),
    path("track/cases/<number:number>/receipt/", documents.receipt, name="receipt"),
    path("track/cases/<number:number>/result/", documents.result, name="result"),
    path("track/logout/", tracking.logout, name="logout"),
    path("track/forgot/", recovery.forgot, name="forgot"),
    path("track/forgot/code/", recovery.forgot_code, name="forgot_code"),
    path("track/forgot/cases/", recovery.forgot_cases, name="forgot_cases"),
    path("follow/<number:number>/", follow.follow, name="follow"),
    path("follow/<number:number>/code/", follow.follow_code, name="follow_code"),
    path("follow/<number:number>/done/", follow.follow_done, name="follow_done"),
    path("follow/stop/<str:token>/", follow.follow_stop, name="follow_stop"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
    path("photos/<uuid:pk>/thumbnail/", photos.thumbnail, name="thumbnail"),
    path("appearance/<slug:version>.css", appearance.style_sheet, name="style_sheet"),
    path("appearance/<slug:version>.png", appearance.logo, name="logo"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<number:number>/<slug:code>/", verification.verify, name="verify"),
    path("figures/", statistics.figures, name="figures"),
    path("privacy/", privacy.privacy, name="privacy"),
]
