"""Letters of our own making, byte for byte as the programs of this world write them."""

import base64
from typing import Any

from cases.models import Case
from notifications.models import Audience, Notice
from tests.pictures import picture

TOWN, HOST = "khamrong@town.example", "mx.town.example"
CITIZEN = "somsri@people.example"
WORDS = "ไฟทางหน้าวัดดับทั้งซอยตั้งแต่เมื่อคืน ขอให้ช่วยแก้ไขด้วย"
NO_REPLY = {"Auto-Submitted": "auto-replied"}


def letter(
    body: bytes | str = WORDS,
    *,
    kind: str = "text/plain; charset=utf-8",
    sender: str = f"Somsri Meesuk <{CITIZEN}>",
    to: str = TOWN,
    subject: bytes | str = "ไฟทางดับ",
    message_id: str = "<one@people.example>",
    proved: bool = False,
    **headers: str,
) -> bytes:
    """One letter; names of other headers are written with `_` for `-`."""
    lines = [b"Received: from people.example by mx.town.example; Mon, 30 Nov 2026 09:00:00 +0700"]
    if proved:
        domain = sender.rpartition("@")[2].strip(">")
        result = f"{HOST}; spf=pass smtp.mailfrom=x@{domain}; dmarc=pass (p=reject) header.from={domain}"
        lines.insert(0, f"Authentication-Results: {result}".encode())
    named = {"From": sender, "To": to, "Subject": subject, "Message-ID": message_id}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Date", "Mon, 30 Nov 2026 09:00:00 +0700")
    lines += [name.encode() + b": " + _bytes(value) for name, value in named.items() if value]
    lines += [b"MIME-Version: 1.0", f"Content-Type: {kind}".encode()]
    if b"ontent-Transfer" not in _bytes(body)[:40]:
        lines += [b"Content-Transfer-Encoding: 8bit"]
    return b"\r\n".join(lines) + b"\r\n\r\n" + _bytes(body)


def parts(*several: bytes, kind: str = "mixed", more: str = "") -> dict[str, Any]:
    """The body and kind of a letter of several parts."""
    edge = f"=_{kind}_{len(several)}_{sum(map(len, several))}"
    body = b"".join(b"--" + edge.encode() + b"\r\n" + one + b"\r\n" for one in several)
    return {
        "body": body + b"--" + edge.encode() + b"--\r\n",
        "kind": f'multipart/{kind}; boundary="{edge}"{more}',
    }


def part(content: bytes | str, kind: str = "text/plain; charset=utf-8", *, name: str = "") -> bytes:
    """One part, in base 64; with a name, an attached file."""
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    if name:
        head += f'Content-Disposition: attachment; filename="{name}"\r\n'
    return head.encode() + b"\r\n" + base64.encodebytes(_bytes(content)).replace(b"\n", b"\r\n")


def nested(raw: bytes) -> bytes:
    """A letter within a letter."""
    return b"Content-Type: message/rfc822\r\n\r\n" + raw


def photo(name: str = "lamp.jpg") -> bytes:
    """A real photo, attached."""
    return part(picture().read(), "image/jpeg", name=name)


def answer(notice: Notice, words: str = "ยังไม่ได้แก้ไขเลยค่ะ", **more: Any) -> bytes:
    """What the citizen answers to a letter of ours, from the case's own address."""
    above = f"เมื่อ จ. 30 พ.ย. 2026 เวลา 09:00 เทศบาล <{TOWN}> เขียนว่า:"
    quoted = "\r\n".join([words, "", above, "> เรียน ผู้ยื่น", "> ข้อความเดิม", ""])
    assert isinstance(notice.case, Case)
    options: dict[str, Any] = {
        "sender": f"Somsri <{notice.case.email}>",
        "subject": "Re: เรื่องของท่าน",
        "In_Reply_To": f"<{notice.pk}@127.0.0.1>",
        "message_id": f"<answer-{notice.pk}@people.example>",
        "proved": True,
    }
    return letter(**{"body": quoted} | options | more)


def bounce(notice: Notice, status: str = "5.1.1") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    of_all, of_one = "Reporting-MTA: dns; mx.people.example", f"Final-Recipient: rfc822; {notice.address}"
    report = "\r\n".join([of_all, "", of_one, "Action: failed", f"Status: {status}", ""])
    head = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{notice.pk}@127.0.0.1>\r\n"
    return letter(
        **parts(
            part("Your letter could not be delivered."),
            b"Content-Type: message/delivery-status\r\n\r\n" + report.encode(),
            head.encode(),
            kind="report",
            more="; report-type=delivery-status",
        ),
        sender="Mail Delivery <mailer-daemon@people.example>",
        subject="Undelivered",
        message_id=f"<bounce-{status}@people.example>",
    )


def to_citizen(case: Case) -> Notice:
    """The first letter to the citizen of a case."""
    found = Notice.objects.filter(case=case, audience=Audience.CITIZEN).order_by("created").first()
    assert found is not None
    return found


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text
