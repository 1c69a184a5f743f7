"""The zero-width joiner and non-joiner: kept where they change what is seen, dropped where they hide.

After RFC 5892, appendix A.1 and A.2 (beside a virama, between letters of a cursive script), and UTS 51
(between pictures of one emoji).
"""

import re
import unicodedata

NON_JOINER, JOINER = "\u200c", "\u200d"
_RUN = re.compile(f"[{NON_JOINER}{JOINER}]+")
VIRAMA_CLASS = 9
# Khmer signs that change the register of a letter; a non-joiner behind one keeps it above.
SHIFTER = re.compile("[\u17c9\u17ca]")
# Arabic with its supplements, Syriac, N'Ko, Mandaic, Mongolian, Phags-pa, Manichaean, Adlam.
CURSIVE = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06fc\u0710-\u072f\u074d-\u077f\u07ca-\u07ea"
    "\u0840-\u0858\u0860-\u086a\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\u1820-\u1878\u1880-\u18aa"
    "\ua840-\ua871\ufb50-\ufdff\ufe70-\ufefc\U00010ac0-\U00010ae4\U0001e900-\U0001e943]"
)
# Pictures that emoji are made of; the skin tones and U+FE0F may stand between a picture and its joiner.
PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
BESIDE_PICTURE = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


def only_where_they_join(text: str) -> str:
    """The text without joiners that neither join nor part anything; of a run of them the first is kept."""
    if NON_JOINER not in text and JOINER not in text:
        return text
    return _RUN.sub(_judged, text)


def _judged(run: re.Match[str]) -> str:
    joiner, before, after = run[0][0], run.string[: run.start()], run.string[run.end() :]
    return joiner if _joins(joiner, before, after) else ""


def _joins(joiner: str, before: str, after: str) -> bool:
    if not before:
        return False
    if _is_virama(before[-1]) or (after and _is_virama(after[0])):
        return True
    if joiner == NON_JOINER and SHIFTER.match(before[-1]):
        return True
    if CURSIVE.match(_letter_before(before)):
        return joiner == JOINER or bool(CURSIVE.match(after))
    return joiner == JOINER and bool(PICTURE.match(after)) and _ends_with_picture(before)


def _is_virama(character: str) -> bool:
    return unicodedata.combining(character) == VIRAMA_CLASS and not "\u0e00" <= character <= "\u0eff"


def _letter_before(text: str) -> str:
    """The last letter; vowel points and other marks on it do not part it from what follows."""
    return next((one for one in reversed(text[-8:]) if not unicodedata.combining(one)), "")


def _ends_with_picture(text: str) -> bool:
    bare = text[:-1] if BESIDE_PICTURE.match(text[-1]) and not PICTURE.match(text[-1]) else text
    return bool(bare) and bool(PICTURE.match(bare[-1]))
