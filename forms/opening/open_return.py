"""Opening a return, whoever asks: the office receiving it, a unit taking its own back, anybody verifying it.

Guards before it parses, verifies before it uses, and says what it found: the return, who sealed it, the state of each
seal and every place where the visible cells differ from what was sealed. Judges no key and decides nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forms.guards.guards import sniff
from forms.opening.evidence import OURS as BOOK_NAME
from forms.opening.reason import Reason, reason
from forms.seals.data_seal import BrokenSeal, SealedBy, open_seal
from forms.seals.keys import keys
from forms.seals.pdf.seal import read_document
from forms.seals.pdf.sealed import Attachment, SealedDocument
from forms.seals.xlsx.seal import workbook_seal_state
from forms.workbook.workbook import ReadBook, read_workbook, visible_differences
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say_in, sentence_in
from models.returns.returns import Return, parse_return
from models.returns.revisions import Difference


@dataclass(frozen=True, slots=True)
class Opened:
    """A return as it was opened. `filed` None: it could not be read; `reasons`: why it cannot be accepted so."""

    filed: Return | None
    seals: dict[str, str]
    reasons: tuple[Reason, ...] = ()
    differences: tuple[Difference, ...] = ()
    certificate: bytes = b""
    fingerprint: str = ""
    named_unit: str = ""  # the unit the sealing certificate names
    signed_at: datetime | None = None
    request: bytes | None = None
    document: bool = False  # it came as a PDF
    attachments: tuple[Attachment, ...] = field(default=())

    @property
    def evidence(self) -> dict[str, Attachment]:
        """The embedded files that the return lists, by SHA-256; what it does not list is none of its evidence."""
        if self.filed is None:
            return {}
        inside = {hashlib.sha256(one.content).hexdigest(): one for one in self.attachments if one.name != BOOK_NAME}
        return {one.sha256: inside[one.sha256] for one in self.filed.evidence if one.sha256 in inside}

    @property
    def broken(self) -> bool:
        """True when a seal or the visible cells do not hold."""
        return bool(self.reasons)

    @property
    def code(self) -> str:
        """核对码 of the sealing key."""
        return keys.comparison_code(self.fingerprint) if self.fingerprint else ""


def open_return(content: bytes) -> Opened:
    """Open a file that should be a return.

    Raises AppError for a file that is none: "pdf_without_data", "file_is_xls", "not_a_return" … each with the way out.
    """
    shape = sniff(content)
    if shape == "pdf":
        return _open_document(content)
    if shape == "xlsx":
        return _open_book(content)
    raise AppError(_REFUSALS.get(shape, "not_a_return"))


_REFUSALS = {
    "empty": "file_empty", "xls": "file_is_xls", "et": "file_is_xls", "rar": "file_is_rar", "7z": "file_is_rar",
    "zip": "file_is_zip", "ofd": "file_is_ofd", "image": "file_is_image",
}  # fmt: skip


def _open_document(content: bytes) -> Opened:
    sealed = read_document(content)
    book = next((a for a in sealed.attachments if a.name == BOOK_NAME), None)
    if sealed.state == "broken":
        found = reason("CK-S01", None, say_in(CHINESE, "errors.document_changed"))
        return Opened(None, {"data": "absent", "workbook": "absent", "document": "broken"}, (found,), document=True)
    if book is None:
        raise AppError("paper_not_return" if sealed.attachments else "pdf_without_data")
    opened = _open_book(book.content)
    seals = opened.seals | {"document": sealed.state}
    reasons = opened.reasons
    if sealed.fingerprint != opened.fingerprint:
        reasons += (reason("CK-S01", None, say_in(CHINESE, "errors.two_keys")),)
    return _with(opened, seals, reasons, sealed)


def _with(opened: Opened, seals: dict[str, str], reasons: tuple[Reason, ...], sealed: SealedDocument) -> Opened:
    return Opened(
        opened.filed, seals, reasons, opened.differences, opened.certificate, opened.fingerprint, opened.named_unit,
        opened.signed_at, opened.request, True, sealed.attachments,
    )  # fmt: skip


def _open_book(content: bytes) -> Opened:
    book = read_workbook(content)
    seals = {"data": "valid", "workbook": _book_state(content, book), "document": "absent"}
    try:
        by = open_seal(book.sealed.content, book.sealed.cms)
        filed = parse_return(book.sealed.content)
    except BrokenSeal:
        return Opened(
            None, seals | {"data": "broken"}, (reason("CK-S01", None, say_in(CHINESE, "errors.data_seal_broken")),)
        )
    except AppError as error:
        return Opened(None, seals | {"data": "broken"}, (reason("CK-S01", None, sentence_in(CHINESE, error)),))
    differences = visible_differences(filed, book)
    if differences:
        seals["data"] = "broken"
    return Opened(
        filed, seals, tuple(_changed(differences)), differences, keys.certificate_pem(by.certificate), by.fingerprint,
        keys.unit_of(by.certificate), by.signed_at, book.sealed.request,
    )  # fmt: skip


def _book_state(content: bytes, book: ReadBook) -> str:
    """The workbook seal informs: gone or broken on a re-saved book whose data seal holds is `resaved`."""
    state = workbook_seal_state(content).state
    return state if state == "valid" and book.own else "resaved"


def _changed(differences: Sequence[Difference]) -> Sequence[Reason]:
    """Reasons by raw address: the plan a paper names is not known to whoever opens it."""
    return [
        reason(
            "CK-S01",
            one.address,
            say_in(
                CHINESE, "errors.cell_changed", 位置=one.address, 签署=one.before or "（空）", 现=one.after or "（空）"
            ),
        )
        for one in differences
    ]


__all__ = ["Difference", "Opened", "Reason", "SealedBy", "open_return", "reason"]
