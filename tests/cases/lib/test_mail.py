"""The reader of e-mail: letters as programs write them, badly or with intent; there is always an answer."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.mail import Received, Sort, own_words, parse
from cases.lib.mail.parser import MOST_BYTES, MOST_FILES
from tests.notifications.mail_in.letters import CITIZEN, WORDS, letter, nested, part, parts

THAI = WORDS.encode("cp874")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (THAI, "tis-620"),
        (THAI, "windows-874"),
        (THAI, "ISO-8859-11"),
        pytest.param(THAI, "us-ascii", id="another set than it says"),
        pytest.param(THAI, "iso-8859-1", id="the set of western Europe"),
        pytest.param(THAI, "no-such-set", id="an unknown set"),
        pytest.param(WORDS.encode(), "windows-874x", id="unknown, and UTF-8"),
        pytest.param(WORDS.encode(), "iso-8859-1", id="UTF-8 that says otherwise"),
        pytest.param(WORDS.encode("utf-16"), "utf-16", id="UTF-16"),
    ],
)
def test_thai_is_read_in_whatever_character_set_it_comes(body: bytes, charset: str) -> None:
    whole = letter(**parts(part(body, f"text/plain; charset={charset}")))
    assert parse(whole).words == WORDS


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("ไฟทาง".encode("cp874"), id="bytes of Windows-874"),
        pytest.param("ไฟทาง".encode(), id="bytes of UTF-8"),
        pytest.param(b"=?windows-874?Q?=E4=BF=B7=D2=A7?=", id="Windows-874"),
        pytest.param(b"=?no-such-set?Q?=E4=BF=B7=D2=A7?=", id="an unknown set"),
        pytest.param(b"=?UTF-8?B?4LmE4Lif?=\r\n =?UTF-8?B?4LiX4Liy4LiH?=", id="in two pieces"),
    ],
)
def test_a_subject_is_read_in_whatever_way_it_is_written(subject: bytes) -> None:
    assert parse(letter(subject=subject)).subject == "ไฟทาง"


def test_sender_and_recipients_are_addresses_whatever_stands_in_the_names() -> None:
    read = parse(letter(sender=f'"victim@town.example" <{CITIZEN}>', to="A <a@x.example>, b@x.example"))
    assert (read.sender, read.sender_name) == (CITIZEN, "victim@town.example")
    assert read.recipients == ("a@x.example", "b@x.example")
    assert parse(letter(sender=f"{CITIZEN}, other@x.example")).sender == ""
    assert parse(letter(sender="nobody")).sender == ""


def test_a_page_alone_is_read_as_its_words_without_scripts_and_styles() -> None:
    page = "<style>p{}</style><script>alert(1)</script><p>ไฟทาง<b>ดับ</b></p>"
    page += "<p>a &amp; b</p><blockquote>เดิม</blockquote>"
    read = parse(letter(page, kind="text/html; charset=utf-8"))
    assert read.words == "ไฟทางดับ\n\na & b\n\n> เดิม"


def test_of_two_versions_the_plain_words_are_read() -> None:
    both = parts(part("Plain"), part("<p>Page</p>", "text/html"), kind="alternative")
    assert parse(letter(**both)).words == "Plain"
    empty = parts(part(" "), part("<p>Page</p>", "text/html"), kind="alternative")
    assert parse(letter(**empty)).words == "Page"


def test_an_invitation_says_what_and_when() -> None:
    event = ["SUMMARY:ประชุมชุมชน", "DTSTART;TZID=Asia/Bangkok:20261201T090000"]
    calendar = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *event, "END:VEVENT", ""])
    read = parse(letter(**parts(part(calendar, "text/calendar; method=REQUEST; charset=utf-8"))))
    assert read.words == "ประชุมชุมชน\n20261201T090000"


def test_a_letter_in_a_letter_is_read_with_its_files() -> None:
    inner = letter(
        **parts(part("Inner"), part(b"%PDF-1.7", "application/pdf", name="เอกสาร.pdf")), subject="Old"
    )
    read = parse(letter(**parts(part("Outer"), nested(inner))))
    assert read.words.startswith("Outer\n\nFrom: ")
    assert read.words.endswith("Subject: Old\n\nInner")
    assert [(file.name, file.content) for file in read.files] == [("เอกสาร.pdf", b"%PDF-1.7")]


def test_a_signed_letter_is_read_and_an_encrypted_one_is_not() -> None:
    signature = part(b"\x30\x80", "application/pkcs7-signature", name="smime.p7s")
    signed = parse(letter(**parts(part("Signed"), signature, kind="signed")))
    assert (signed.sort, signed.words, signed.files) == (Sort.LETTER, "Signed", ())
    sealed = parse(letter(b"\x30\x80", kind="application/pkcs7-mime; smime-type=enveloped-data"))
    assert (sealed.sort, sealed.sender, sealed.subject) == (Sort.UNREADABLE, CITIZEN, "ไฟทางดับ")


def test_files_have_names_without_folders_and_are_not_without_end() -> None:
    files = [part(b"x", "image/png", name=f"../../{number}.png") for number in range(MOST_FILES + 2)]
    read = parse(letter(**parts(*files)))
    assert read.files[0].name == "0.png"
    assert len(read.files) == MOST_FILES
    assert read.left_out == (f"{MOST_FILES}.png", f"{MOST_FILES + 1}.png")


def test_a_letter_of_30_mb_is_read_and_of_a_larger_one_only_the_head() -> None:
    large = part(b"\xff" * (21 * 1024 * 1024), "image/jpeg", name="a.jpg")
    whole = letter(**parts(part("Large"), large))
    assert len(whole) < MOST_BYTES
    assert (parse(whole).words, len(parse(whole).files[0].content)) == ("Large", 21 * 1024 * 1024)
    more = parse(whole + b" " * 2 * 1024 * 1024)
    assert (more.sort, more.sender, more.words) == (Sort.UNREADABLE, CITIZEN, "")


@pytest.mark.parametrize(
    ("headers", "sort"),
    [
        ({"Auto_Submitted": "auto-replied"}, Sort.AUTOMATIC),
        ({"Auto_Submitted": "no"}, Sort.LETTER),
        ({"Precedence": "bulk"}, Sort.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "OOF, AutoReply"}, Sort.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Sort.AUTOMATIC),
        ({"subject": "Automatic reply: ไฟทาง"}, Sort.AUTOMATIC),
        ({"subject": "ตอบกลับอัตโนมัติ: ลาพักร้อน"}, Sort.AUTOMATIC),
        ({"Return_Path": "<>"}, Sort.AUTOMATIC),
        ({"List_Id": "<news.example>"}, Sort.LIST),
        ({"Precedence": "list"}, Sort.LIST),
        ({"sender": "mailer-daemon@x.example", "Return_Path": "<>"}, Sort.BOUNCE),
        ({"kind": "multipart/report; report-type=disposition-notification; boundary=x"}, Sort.AUTOMATIC),
        ({"subject": "Vacant house"}, Sort.LETTER),
    ],
)
def test_programs_are_told_from_people(headers: dict[str, str], sort: Sort) -> None:
    assert parse(letter(**headers)).sort == sort  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("New\n\nOn Mon, 30 Nov 2026 at 09:00, Town <a@b.c> wrote:\n> Old", "New"),
        ("New\n\nOn Mon, 30 Nov 2026 at 09:00, Town\n<a@b.c> wrote:\n> Old", "New"),
        ("ใหม่\n\nเมื่อ จ. 30 พ.ย. 2026 เวลา 09:00 เทศบาล <a@b.c> เขียนว่า:\n> เดิม", "ใหม่"),
        ("New\n\n-----Original Message-----\nFrom: Town\nOld", "New"),
        ("ใหม่\n\nจาก: เทศบาล\nส่งเมื่อ: 30 พ.ย.\nเรื่อง: x\n\nเดิม", "ใหม่"),
        ("> Old\nNew below", "New below"),
        ("On Mon, 30 Nov 2026, Town wrote:\n> Old\n\nBelow", "Below"),
        ("From: my house the road is broken", "From: my house the road is broken"),
        ("> only quoted", "> only quoted"),
    ],
)
def test_an_answer_is_what_stands_above_the_quoted_letter(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b"From: " + b"(" * 200_000 + b"\r\n\r\nx", id="comments without end"),
        pytest.param(b"To: " + b"<a@b>," * 50_000 + b"\r\n\r\nx", id="recipients without end"),
        pytest.param(b"Subject: " + b"=?utf-8?Q?" * 20_000 + b"\r\n\r\nx", id="encoded words"),
        pytest.param(b"Content-Type: text/plain; " + b"a*0=x;" * 50_000 + b"\r\n\r\nx", id="parameters"),
        pytest.param(b"X: y\r\n" * 100_000, id="headers"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 100_000, id="parts"
        ),
        pytest.param(
            b"".join(
                b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(2000)
            ),
            id="letters in letters",
        ),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<" * 100_000, id="tags"),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000, id="remarks"),
    ],
)
def test_a_hostile_letter_costs_little(hostile: bytes) -> None:
    begun = time.process_time()
    parse(hostile)
    assert time.process_time() - begun < 10


SEEDS = [
    letter(**parts(part(WORDS), part(b"\xff\xd8", "image/jpeg", name="a.jpg"))),
    letter(THAI, kind="text/plain; charset=tis-620", subject="=?utf-8?B?4LmE?="),
    letter(**parts(part("a"), part("<p>b</p>", "text/html"), kind="alternative")),
    letter(**parts(part("a"), nested(letter("x")))),
    letter(
        **parts(
            part("x"),
            b"Content-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nStatus: 5.1.1\r\n",
            kind="report",
            more="; report-type=delivery-status",
        )
    ),
]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=12), st.integers(0, 60)), max_size=6),
)
def test_no_bytes_are_an_error_and_all_that_is_read_can_be_stored(
    seed: bytes, changes: list[tuple[int, bytes, int]]
) -> None:
    raw = seed
    for at, new, gone in changes:
        at %= len(raw) + 1
        raw = raw[:at] + new + raw[at + gone :]
    read = parse(raw)
    assert isinstance(read, Received)
    for text in (read.sender, read.sender_name, read.subject, read.words, read.message_id, *read.left_out):
        text.encode()
        assert "\x00" not in text
