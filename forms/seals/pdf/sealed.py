"""Sealed PDF: names, bounds and records that sealing and checking share."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from cryptography import x509

from models.basics.records import dataclass

if TYPE_CHECKING:
    from forms.page_reading.written import WrittenPage

FIELD = "TanbaoSeal"
EVIDENCE = "/Supplement"
RELATIONSHIPS = ("/Source", "/Data", EVIDENCE)
TAIL = "something behind the end"  # the reason of a document that holds without it
State = Literal["valid", "countersigned", "broken", "absent"]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside a PDF. `name` is what the file says: never a path for us.

    `relationship`: "/Source" and "/Data" are ours, with ASCII names; EVIDENCE is what people attach, named by them.
    """

    name: str
    content: bytes
    mime: str
    relationship: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDocument:
    """What a PDF's seal says: who sealed, not whether we trust them.

    `attachments` only of a document whose seal holds. `reasons`: short English words for the log, why it is broken, or
    which further signature could not be verified. `further`: who signed after it, as their certificates say, "" for one
    nobody here can read. `stamp_page`: the page (from 1) where a further signature lies over what was sealed, 0 = none.
    `odd_page`: the page (0 = all) and a word for what was sealed and stands in no paper of ours. `unknown_fonts`: those
    of its pages of which nobody here can tell whether they draw what they say. `about`: the texts of its properties and
    of the descriptions of its attachments, "/Title" or another name before each. `further_says`: what each further
    signature says of itself, beside `further`. `written`: what the content of each page that was sealed draws, None
    for one that is not written as our writer writes; only of a document whose seal holds.
    """

    state: State
    certificate: x509.Certificate | None = None
    fingerprint: str = ""
    signed_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    reasons: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    stamp_page: int = 0
    odd_page: tuple[int, str] | None = None
    unknown_fonts: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    further_says: tuple[tuple[str, ...], ...] = ()
    written: "tuple[WrittenPage | None, ...]" = ()


def quiet() -> None:
    """Keep pyHanko's own log silent: it writes certificates and errors of hostile files."""
    for name in ("pyhanko", "pyhanko_certvalidator", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
