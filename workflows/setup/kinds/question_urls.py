"""The addresses of the questions: of a kind, of a block, and after the result; below /staff/setup/."""

from django.urls import path

from workflows.setup.kinds import after_result, block_pages, questions

urlpatterns = [
    path("questions/", questions.all_kinds, name="setup_questions"),
    path("kinds/<slug:code>/questions/", questions.of_kind, name="setup_kind_questions"),
    path("kinds/<slug:code>/questions/<slug:key>/", questions.question_of_kind, name="setup_kind_question"),
    path("blocks/", block_pages.all_blocks, name="setup_blocks"),
    path("blocks/new/", block_pages.new, name="setup_blocks_new"),
    path("blocks/<slug:code>/", block_pages.block, name="setup_block"),
    path("blocks/<slug:code>/questions/", questions.of_block, name="setup_block_questions"),
    path(
        "blocks/<slug:code>/questions/<slug:key>/", questions.question_of_block, name="setup_block_question"
    ),
    path("after-result/", after_result.all_questions, name="setup_after_result"),
    path("after-result/new/", after_result.new, name="setup_after_result_new"),
    path("after-result/<int:pk>/", after_result.question, name="setup_after_result_question"),
]
