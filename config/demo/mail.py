"""E-mail for a machine without a mail server: each letter becomes one file in a folder."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FolderBackend(BaseEmailBackend):
    """Write each letter as `<time>-<Message-ID>.eml` in `EMAIL_FILE_PATH`; a file there is always whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters; return how many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            self._write(letter)
        return len(email_messages)

    def _write(self, letter: EmailMessage) -> None:
        message = letter.message()
        name = re.sub(r"[^A-Za-z0-9.@-]", "", str(message["Message-ID"]))[:120]
        path = self.folder / f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{name}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(message.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
        os.replace(unfinished, path)
