"""E-mail to the town: by a mailbox or a mail service, once each, to the citizen's case or to the counter."""
