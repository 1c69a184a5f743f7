"""The one way in which news travels up: every event of a case, every confirmed address, and of which cases
the contact data are removed, inside its transaction.

`recorded` is sent with `event` (the CaseEvent; `event.case` is the changed case) and `secret` (a password
that only its letter may carry, else ""). Receivers start or advance the flow and write the letters: if one
of them fails, the event did not happen either.

`address_confirmed` is sent with `address` (an e-mail address whose code somebody has typed).

`contact_removed` is sent with `keys` (of cases that are locked): receivers remove what they keep of their
people.
"""

from django.dispatch import Signal

recorded = Signal()
address_confirmed = Signal()
contact_removed = Signal()
