"""The set-up of the kinds of request: each on one page, and its questions by cards."""
