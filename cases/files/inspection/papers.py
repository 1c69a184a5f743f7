"""Papers are opened as far as is needed to know that any reader could open them, and how many pages they say
they have."""

import io
import logging

from pypdf import PasswordType, PdfReader, apply_configuration

from cases.files.inspection.limits import MAX_PAGES, MOST_INFLATED
from cases.files.inspection.verdicts import Reason, Unfit, Verdict

LIMITS = {
    f"{name}_maximum_output_length": MOST_INFLATED
    for name in ("zlib", "lzw", "run_length", "array_based_stream", "brotli", "jbig2")
} | {"stream_decoding_work_maximum_length": 2 * MOST_INFLATED}
# It would repeat parts of a broken file in the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def paper(content: bytes) -> Verdict:
    """Nothing, where the PDF can be opened and has 1 to 200 pages. Raises Unfit."""
    try:
        with apply_configuration(None, **LIMITS):
            count = _pages(content)
    except (Unfit, MemoryError):
        raise
    # A file made to break its reader fails in any way there is.
    except Exception as error:
        raise Unfit(Reason.NO_PAPER) from error
    if count < 1:
        raise Unfit(Reason.NO_PAPER)
    if count > MAX_PAGES:
        raise Unfit(Reason.PAGES)
    return Verdict()


def _pages(content: bytes) -> int:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unfit(Reason.PASSWORD)
    # What the file says of itself: counting them could be made to take for ever.
    return int(reader.root_object["/Pages"]["/Count"])  # type: ignore[index]
