"""The photo that answers a question, kept as a draft while the form is not sent."""

import uuid

from django.http import HttpRequest

from cases.drafts.uploads import DraftUploads
from cases.models import Question, QuestionSet
from cases.questionnaires.types import type_of


class AnswerUploads(DraftUploads):
    """One photo; another one takes its place. Its draft's token is made of the form's and the question's
    short name, so that the photos of the form itself stay apart."""

    def __init__(self, request: HttpRequest, token: uuid.UUID, question: Question) -> None:
        self.field_name, self.key = question.field_name, question.key
        super().__init__(request, uuid.uuid5(token, self.key))

    def take(self) -> None:
        """Remove the photo if it was ticked, and keep the one that came if it is good."""
        self._forget_refused(self.request.POST.getlist("seen"))
        self._remove(self.request.POST.getlist(f"remove_{self.field_name}"))
        before = list(self.photos)
        for upload in self.request.FILES.getlist(self.field_name)[:1]:
            self._keep(upload)
        if len(self.photos) > len(before):
            self._remove(str(photo.pk) for photo in before)


def answer_uploads(
    request: HttpRequest, token: uuid.UUID, asked: QuestionSet | None
) -> dict[str, AnswerUploads]:
    """The uploads of each question that takes a photo, by the question's short name."""
    questions = asked.in_order if asked else ()
    return {
        question.key: AnswerUploads(request, token, question)
        for question in questions
        if type_of(question).takes_photo
    }
