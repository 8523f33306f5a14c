"""Opening a return, whoever asks: the office receiving it, a unit taking its own back, anybody verifying it.

Guards before it parses, verifies before it uses, and says what it found: the return, who sealed it, the state of each
seal and every place where the visible cells differ from what was sealed. Judges no key and decides nothing.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from forms.guards.guards import sniff
from forms.opening.evidence import OURS as BOOK_NAME
from forms.opening.reason import Reason, reason
from forms.seals.data_seal import BrokenSeal, SealedBy, open_seal
from forms.seals.keys import keys
from forms.seals.pdf.seal import read_document
from forms.seals.pdf.sealed import Attachment
from forms.seals.xlsx.seal import SealedWorkbook, workbook_seal_state
from forms.workbook.visible import visible_hints
from forms.workbook.workbook import ReadBook, Shown, expected_shown, read_workbook, visible_differences
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say_in, sentence_in
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.returns.returns import Return, parse_return, thaw
from models.returns.revisions import Difference
from models.settings.settings import Settings

Known = Callable[[str, int], tuple[Plan, Settings] | None]  # plan's digest, settings' version → both, None = not here


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
    hints: tuple[str, ...] = ()  # what is worth telling and changes nothing
    compared: bool = False  # names, measures and notes were compared too: the paper's plan was here

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


def open_return(content: bytes, known: Known | None = None) -> Opened:
    """Open a file that should be a return; `known` gives the plan and settings it was made with, where they are here.

    Raises AppError for a file that is none: "pdf_without_data", "file_is_xls", "not_a_return" … each with the way out.
    """
    return Opening(known).open(content)


_REFUSALS = {
    "empty": "file_empty", "xls": "file_is_xls", "et": "file_is_xls", "rar": "file_is_rar", "7z": "file_is_rar",
    "zip": "file_is_zip", "ofd": "file_is_ofd", "image": "file_is_image",
}  # fmt: skip
_REMEMBERED = 8  # books; the two forms of a paper lie side by side in a folder


class Opening:
    """Opens returns one after another; the book inside a PDF and the same one beside it are read once."""

    def __init__(self, known: Known | None = None) -> None:
        """Begin; `known` as `open_return` has it."""
        self._known = known
        self._books: dict[bytes, Opened] = {}

    def open(self, content: bytes) -> Opened:
        """Open one file. Raises as `open_return`."""
        shape = sniff(content)
        if shape == "pdf":
            return self._document(content)
        if shape == "xlsx":
            return self._book(content)
        raise AppError(_REFUSALS.get(shape, "not_a_return"))

    def _document(self, content: bytes) -> Opened:
        sealed = read_document(content)
        book = next((a for a in sealed.attachments if a.name == BOOK_NAME), None)
        if sealed.state == "broken":
            found = reason("seal", None, say_in(CHINESE, "errors.document_changed"))
            return Opened(None, {"data": "absent", "workbook": "absent", "document": "broken"}, (found,), document=True)
        if book is None:
            raise AppError("paper_not_return" if sealed.attachments else "pdf_without_data")
        opened = self._book(book.content)
        seals = opened.seals | {"document": sealed.state}
        reasons = opened.reasons
        if sealed.fingerprint != opened.fingerprint:
            reasons += (reason("seal", None, say_in(CHINESE, "errors.two_keys")),)
        return replace(opened, seals=seals, reasons=reasons, document=True, attachments=sealed.attachments)

    def _book(self, content: bytes) -> Opened:
        digest = hashlib.sha256(content).digest()
        if digest not in self._books:
            if len(self._books) >= _REMEMBERED:
                self._books.pop(next(iter(self._books)))
            self._books[digest] = _open_book(content, self._known)
        return self._books[digest]


def _open_book(content: bytes, known: Known | None) -> Opened:
    package = workbook_seal_state(content)
    book = read_workbook(content, own=package.state == "valid")
    try:
        by = open_seal(book.sealed.content, book.sealed.cms)
        if book.own and package.fingerprint != by.fingerprint:
            book = read_workbook(content, own=False)  # another key vouches for the package, which is worth nothing
            by = open_seal(book.sealed.content, book.sealed.cms)
        filed = parse_return(book.sealed.content)
    except (BrokenSeal, AppError) as error:
        if isinstance(error, AppError) and error.code.startswith(("book_", "file_")):
            raise
        broken = "errors.data_seal_broken"
        words = sentence_in(CHINESE, error) if isinstance(error, AppError) else say_in(CHINESE, broken)
        seals = {"data": "broken", "workbook": _book_state(package, book, ""), "document": "absent"}
        return Opened(None, seals, (reason("seal", None, words),))
    return _compared(book, filed, by, _book_state(package, book, by.fingerprint), known)


def _compared(book: ReadBook, filed: Return, by: SealedBy, state: str, known: Known | None) -> Opened:
    plan, expected = _expected(filed, known)
    differences = visible_differences(filed, book, expected, plan)
    hints = visible_hints(book, expected)
    if state == "untrusted":
        hints += (say_in(CHINESE, "errors.package_key"),)
    seals = {"data": "broken" if differences else "valid", "workbook": state, "document": "absent"}
    return Opened(
        filed, seals, tuple(_changed(differences)), differences, keys.certificate_pem(by.certificate), by.fingerprint,
        keys.unit_of(by.certificate), by.signed_at, book.sealed.request, hints=hints, compared=expected is not None,
    )  # fmt: skip


def _expected(filed: Return, known: Known | None) -> tuple[Plan | None, Shown | None]:
    """What a book of the return shows by its plan; nothing where the plan is not here or the return does not fit it."""
    found = known(filed.plan_digest, filed.settings) if known is not None else None
    if found is None or filed.unit not in found[0].units or filed.period not in found[0].periods:
        return None, None
    try:
        sheet = thaw(filed, *found)
        return found[0], expected_shown(filed, sheet, run_checks(sheet))
    except AppError:
        return None, None


def _book_state(package: SealedWorkbook, book: ReadBook, fingerprint: str) -> str:
    """The workbook seal informs: gone or broken on a re-saved book is `resaved`, by another key `untrusted`."""
    if package.state == "valid" and fingerprint and package.fingerprint != fingerprint:
        return "untrusted"
    return "valid" if package.state == "valid" and book.own else "resaved"


def _changed(differences: Sequence[Difference]) -> Sequence[Reason]:
    """Reasons by raw address: the plan a paper names is not known to whoever opens it."""
    return [
        reason(
            "seal",
            one.address,
            say_in(
                CHINESE, "errors.cell_changed", 位置=one.address, 签署=one.before or "（空）", 现=one.after or "（空）"
            ),
        )
        for one in differences
    ]


__all__ = ["Difference", "Opened", "Reason", "SealedBy", "open_return", "reason"]
