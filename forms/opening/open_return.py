"""Opens and verifies a return file: for the office receiving it, a unit taking its own back, anybody verifying one.

Guards before it parses, verifies before it uses, and says what it found: the return, who sealed it, the state of each
seal and every place where the visible cells differ from what was sealed. Judges no key and decides nothing.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from forms.guards.guards import read_package, sniff
from forms.opening.beyond import MOST_TOLD, Beyond, of_further
from forms.opening.evidence import OURS as BOOK_NAME
from forms.opening.opened import Opened, Reason, reason
from forms.seals.data_seal import BrokenSeal, SealedBy, open_seal
from forms.seals.keys import keys
from forms.seals.pdf.sealed import TAIL, SealedDocument
from forms.seals.xlsx.seal import SealedWorkbook, workbook_seal_state
from forms.workbook.difference_words import difference_words
from forms.workbook.seal_order import TEXTS, is_seen_at_once, order_said
from forms.workbook.visible import visible_hints
from forms.workbook.workbook import (
    ReadBook,
    ShownWorkbook,
    expected_shown,
    is_written_by_us,
    read_workbook,
    visible_differences,
)
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say_in, sentence_in
from models.basics.period import own_id
from models.basics.records import dataclass
from models.checks.findings import Finding, blocking, unexplained
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.returns.frozen import disagreements
from models.returns.returns import Return, parse_return
from models.returns.thawed import ThawedReturns
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

Known = Callable[[str, int], tuple[Plan, Settings] | None]  # plan's digest, settings' version → both, None = not here


def open_return(content: bytes, known: Known | None = None) -> Opened:
    """Open a file that should be a return; `known` gives the plan and settings it was made with, where they are here.

    Raises AppError for a file that is none: "pdf_without_data", "file_is_xls", "not_a_return" … each with the way out;
    "unsealed_issue", "unsealed_chase" for what the office issues without a seal.
    """
    return Opening(known).open(content)


_REFUSALS = {
    "empty": "file_empty", "xls": "file_is_xls", "et": "file_is_xls", "rar": "file_is_rar", "7z": "file_is_rar",
    "zip": "file_is_zip", "ofd": "file_is_ofd", "image": "file_is_image", "cut": "file_cut", "docx": "file_is_docx",
    "ods": "file_is_ods", "locked": "file_has_password", "mail": "file_is_mail", "winmail": "file_is_winmail",
}  # fmt: skip
_REMEMBERED = 8  # books; the two forms of a paper lie side by side in a folder


class Opening:
    """Opens returns one after another; the book inside a PDF and the same one beside it are read once."""

    def __init__(self, known: Known | None = None) -> None:
        """Begin; `known` as `open_return` has it."""
        self._known, self._thawed = known, ThawedReturns()
        self._books: dict[bytes, _OpenedWorkbook] = {}

    def open(self, content: bytes) -> Opened:
        """Open one file. Raises as `open_return`."""
        shape = sniff(content)
        if shape == "pdf":
            return self._document(content)
        if shape == "xlsx":
            return self._book(content).opened
        _refuse_plan(content)
        code = _REFUSALS.get(shape, "not_a_return")
        raise _without_seal(content, code) if shape == "docx" else AppError(code)

    def _document(self, content: bytes) -> Opened:
        from forms.opening.pages import compared_pages  # a workbook needs none of what reads a PDF
        from forms.seals.pdf.reading import is_cut, read_document

        sealed = read_document(content)
        further = tuple(name or say_in(CHINESE, "errors.further_unknown") for name in sealed.further)
        if sealed.state in ("broken", "absent") and is_cut(content):
            raise AppError("file_cut")
        if sealed.state == "broken":
            return replace(_BROKEN, reasons=(_why_broken(sealed),), further=further)
        book = next((a for a in sealed.attachments if a.name == BOOK_NAME), None)
        if book is None:
            raise AppError("paper_not_return") if sealed.attachments else _without_seal(content, "pdf_without_data")
        held = self._book(book.content)
        opened, reasons = held.opened, list(held.opened.reasons)
        seals = opened.seals | {"document": sealed.state}
        if sealed.fingerprint != opened.fingerprint:
            reasons.append(reason("seal", None, say_in(CHINESE, "errors.two_keys")))
        pages, strange = opened.pages, tuple[str, ...]()
        if opened.filed is not None and not reasons:
            found = compared_pages(content, sealed, opened.filed, held.sheet, held.beyond)
            pages, strange = found.state, found.hints
            reasons += found.reasons
            seals["document"] = "broken" if found.reasons else sealed.state
        hints = opened.hints + strange + tuple(of_further(further, sealed))
        hints += _about_fonts(sealed.unknown_fonts)
        return replace(
            opened,
            seals=seals,
            reasons=tuple(reasons),
            document=True,
            attachments=sealed.attachments,
            hints=hints,
            pages=pages,
            further=further,
            unknown_fonts=sealed.unknown_fonts,
            glance=None,
        )

    def _book(self, content: bytes) -> "_OpenedWorkbook":
        digest = hashlib.sha256(content).digest()
        if digest not in self._books:
            if len(self._books) >= _REMEMBERED:
                self._books.pop(next(iter(self._books)))
            try:
                self._books[digest] = _open_book(content, self._known, self._thawed)
            except AppError as error:
                if error.code == "book_no_seal":
                    _refuse_plan(content)
                    raise _without_seal(content, error.code) from error
                raise
        return self._books[digest]


def _without_seal(content: bytes, code: str) -> AppError:
    """The refusal of a file that nobody sealed: of one the office issues so what it is, of another `code`."""
    from forms.wording.issued_mark import mark_inside

    mark = mark_inside(content)
    if mark is None:
        return AppError(code)
    said = {"期": own_id(mark.period), "年": mark.year, "n": mark.number, "摘要": hashlib.sha256(content).hexdigest()}
    return AppError(f"unsealed_{mark.kind}", **said)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenedWorkbook:
    """An opened workbook, and the sheet of its return where its plan is here."""

    opened: Opened
    sheet: Sheet | None = None
    beyond: Beyond | None = None  # where it may say more than its return


_BROKEN = Opened(filed=None, seals={"data": "absent", "workbook": "absent", "document": "broken"}, document=True)


def _refuse_plan(content: bytes) -> None:
    """Raise AppError("file_is_plan") for the file or the book of a plan."""
    from forms.guards.plan_files import is_plan  # asked of what is no paper alone

    if is_plan(content):
        raise AppError("file_is_plan")


def _why_broken(sealed: SealedDocument) -> Reason:
    if sealed.reasons == (TAIL,):
        return reason("seal", None, say_in(CHINESE, "errors.file_has_tail"))
    if sealed.stamp_page:
        return reason("seal", None, say_in(CHINESE, "errors.stamp_over", 页=sealed.stamp_page))
    if sealed.odd_page is not None:
        from forms.opening.pages import odd_reason

        return odd_reason(*sealed.odd_page)
    return reason("seal", None, say_in(CHINESE, "errors.document_changed"))


def _about_fonts(names: tuple[str, ...]) -> tuple[str, ...]:
    return (say_in(CHINESE, "errors.fonts_unknown", 字体="、".join(names[:MOST_TOLD])),) if names else ()


def _open_book(content: bytes, known: Known | None, thawed: ThawedReturns) -> _OpenedWorkbook:
    parts = _parts(content)
    package = workbook_seal_state(content, parts)
    book = read_workbook(content, own=package.state == "valid", parts=parts)
    try:
        by = open_seal(book.sealed.content, book.sealed.cms)
        if book.own and package.fingerprint != by.fingerprint:
            book = read_workbook(content, own=False)  # another key vouches for the package, which is worth nothing
            by = open_seal(book.sealed.content, book.sealed.cms)
        filed = parse_return(book.sealed.content)
    except (BrokenSeal, AppError) as error:
        if isinstance(error, AppError) and error.code.startswith(("book_", "file_")):
            raise
        book.shown  # noqa: B018 - a book with two seals is told as one before a seal is told to be broken
        broken = "errors.data_seal_broken"
        words = sentence_in(CHINESE, error) if isinstance(error, AppError) else say_in(CHINESE, broken)
        seals = {"data": "broken", "workbook": _book_state(package, book, ""), "document": "absent"}
        return _OpenedWorkbook(opened=Opened(filed=None, seals=seals, reasons=(reason("seal", None, words),)))
    sheet, findings = _thawed(filed, known, thawed)
    expected = None
    if sheet is not None:
        try:
            expected = expected_shown(filed, sheet, findings, book)
        except AppError:
            sheet = None
    state = _book_state(package, book, by.fingerprint)
    unknown = package.state == "absent" and sheet is None and is_written_by_us(content, parts)
    if unknown or (package.state == "absent" and sheet is not None and not sheet.plan.book_seal):
        state = "absent"  # its plan switched the package signature off, or may have
    beyond = Beyond(filed, sheet, findings, book) if sheet is not None else None
    more = [say_in(CHINESE, "errors.package_unknown")] if unknown else []
    more += beyond.of_book() if beyond is not None else ()
    sound, glance = _is_sound(filed, sheet, findings), _said_at_a_glance(content, parts or {}, book, filed)
    opened = _compared(book, filed, by, state, sheet, expected, more, sound=sound, glance=glance)
    return _OpenedWorkbook(opened=opened, sheet=sheet, beyond=beyond)


def _said_at_a_glance(
    content: bytes, parts: Mapping[str, bytes], book: ReadBook, filed: Return
) -> tuple[int, str] | None:
    texts = parts.get(f"/{TEXTS}")
    if book.own and texts is not None and is_seen_at_once(texts, filed.content, book.sealed.cells[0]):
        return filed.revision, filed.digest
    return order_said(content)


def _parts(content: bytes) -> Mapping[str, bytes] | None:
    """The parts of a package as our own writers make it, None of any other."""
    try:
        return read_package(content)
    except AppError:
        return None


def _compared(
    book: ReadBook,
    filed: Return,
    by: SealedBy,
    state: str,
    sheet: Sheet | None,
    expected: ShownWorkbook | None,
    more: Sequence[str],
    *,
    sound: bool,
    glance: tuple[int, str] | None,
) -> Opened:
    """Compare what a book shows with its return; `expected` None with a sheet: it shows just that.

    `more`: hints that follow those of the comparison. `sound`, `glance`: as `Opened` has them.
    """
    same = sheet is not None and expected is None
    differences = () if same else visible_differences(filed, book, expected, sheet.plan if sheet else None)
    hints = () if same else visible_hints(book, expected)
    if state == "untrusted":
        hints += (say_in(CHINESE, "errors.package_key"),)
    seals = {"data": "broken" if differences else "valid", "workbook": state, "document": "absent"}
    reasons = tuple(reason("seal", one.address, difference_words(one, sheet)) for one in differences)
    return Opened(
        filed=filed,
        seals=seals,
        reasons=reasons,
        differences=differences,
        certificate=keys.pem_of(by.der),
        fingerprint=by.fingerprint,
        named_unit=keys.unit_of(by.certificate),
        signed_at=by.signed_at,
        certified_from=by.certificate.not_valid_before_utc,
        request=book.sealed.request,
        hints=(*hints, *more),
        compared=sheet is not None,
        sound=sound,
        glance=glance,
    )


def _thawed(filed: Return, known: Known | None, thawed: ThawedReturns) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """The sheet of a return and what its own checks find; nothing where its plan is not here or does not fit it."""
    found = known(filed.plan_digest, filed.settings) if known is not None else None
    if found is None or filed.unit not in found[0].units or filed.period not in found[0].periods:
        return None, ()
    try:
        sheet = thawed.sheet(filed, *found)
        return sheet, run_checks(sheet)
    except AppError:
        return None, ()


def _is_sound(filed: Return, sheet: Sheet | None, findings: tuple[Finding, ...]) -> bool:
    """True when nothing stands against a return but what it explains, as the office asks before it takes one."""
    if sheet is None or blocking(findings) or unexplained(findings, filed.explanations):
        return False
    return not disagreements(filed, sheet)


def _book_state(package: SealedWorkbook, book: ReadBook, fingerprint: str) -> str:
    """The workbook seal informs: gone or broken on a re-saved book is `resaved`, by another key `untrusted`."""
    if package.state == "valid" and fingerprint and package.fingerprint != fingerprint:
        return "untrusted"
    return "valid" if package.state == "valid" and book.own else "resaved"
