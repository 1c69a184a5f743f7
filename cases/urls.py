"""The citizen's addresses."""

from django.urls import path, register_converter

from cases.views import (
    addresses,
    documents,
    filing,
    home,
    photos,
    privacy,
    recovery,
    replies,
    statistics,
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


register_converter(CaseNumber, "number")

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("requests/done/", filing.done, name="done"),
    path("requests/done/receipt/", documents.receipt_filed, name="receipt_filed"),
    path("requests/<slug:code>/", filing.form, name="form"),
    path("track/", tracking.track, name="track"),
    path("track/cases/", tracking.track_cases, name="track_cases"),
    path("track/cases/<number:number>/", tracking.case, name="case"),
    path("track/cases/<number:number>/answer/", replies.answer, name="answer"),
    path("track/cases/<number:number>/withdraw/", replies.withdraw, name="withdraw"),
    path("track/cases/<number:number>/reopen/", replies.reopen, name="reopen"),
    path("track/cases/<number:number>/receipt/", documents.receipt, name="receipt"),
    path("track/cases/<number:number>/result/", documents.result, name="result"),
    path("track/logout/", tracking.logout, name="logout"),
    path("track/forgot/", recovery.forgot, name="forgot"),
    path("track/forgot/code/", recovery.forgot_code, name="forgot_code"),
    path("track/forgot/cases/", recovery.forgot_cases, name="forgot_cases"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
    path("photos/<uuid:pk>/thumbnail/", photos.thumbnail, name="thumbnail"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<number:number>/<slug:code>/", verification.verify, name="verify"),
    path("figures/", statistics.figures, name="figures"),
    path("privacy/", privacy.privacy, name="privacy"),
]
