"""What somebody has written into an answer, without the letter that it answers."""

import re

# The line above a quoted letter, as the common programs write it, in English and Thai.
_ABOVE = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:original message|forwarded message|ข้อความต้นฉบับ|ข้อความเดิม|ข้อความที่ส่งต่อ)\s*-{2,}"
    r"|on\b.{5,200}\bwrote:"
    r"|(?:เมื่อ|ในวันที่|วันที่|ใน)\s?.{5,200}(?:เขียนว่า|ได้เขียน|wrote)\s*:?"
    r"|_{20,}"
    r")\s*$",
    re.IGNORECASE,
)
# Outlook's block: the sender, and within the next lines the day or the subject.
_FROM = re.compile(r"^\s*\*?(?:from|จาก)\s*:\*?\s", re.IGNORECASE)
_SENT = re.compile(r"^\s*\*?(?:sent|date|subject|to|ส่งเมื่อ|วันที่|เรื่อง|หัวเรื่อง|ถึง)\s*:", re.IGNORECASE)
# Such a line is broken in two by some programs.
_BEGINS = re.compile(r"^\s*(?:on\b|เมื่อ|ในวันที่)", re.IGNORECASE)


def own_words(text: str) -> str:
    """Return the words above the quoted letter, without lines that are quoted; all of it where nothing would
    be left, for somebody may have written below."""
    lines = text.split("\n")
    end = next((number for number in range(len(lines)) if _quotes(lines, number)), len(lines))
    own = "\n".join(line for line in lines[:end] if not line.startswith(">")).strip()
    below = "\n".join(line for line in lines[end + 1 :] if line.strip() and not line.startswith(">")).strip()
    return own or below or text.strip()


def _quotes(lines: list[str], number: int) -> bool:
    """Whether the letter that is answered begins at this line."""
    line = lines[number][:400]
    if _ABOVE.match(line):
        return True
    if _BEGINS.match(line) and number + 1 < len(lines):
        return bool(_ABOVE.match(f"{line.rstrip()} {lines[number + 1][:200].strip()}"))
    return bool(_FROM.match(line)) and any(_SENT.match(one[:100]) for one in lines[number + 1 : number + 4])
