"""Sealing, at the unit: one return with its findings becomes the files that are sent.

The workbook has its data seal and its own, the PDF holds the workbook, and evidence lies in the PDF or in a zip beside
it. Nothing is written here and nothing is kept: `filing` does it in one act, `rehearsal` in a folder that goes again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from forms.opening.evidence import OURS, attachments_of, write_zip
from forms.seals.keys.keys import AnySigner
from forms.seals.pdf.sealed import Attachment
from forms.wording.files import plain_name
from forms.workbook.workbook import SealedContent, write_workbook
from models.basics.messages import say
from models.basics.period import own_id
from models.basics.records import dataclass
from models.basics.sizes import size_words
from models.checks.findings import Finding
from models.returns.evidence import Travel, travel_of
from models.returns.returns import Return
from models.sheet.sheet import Sheet
from models.store import UnitStore

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """A return about to be sealed: what it says, the sheet and findings it was made from, key and time of the seal."""

    sheet: Sheet
    filed: Return
    findings: Sequence[Finding]
    signer: AnySigner
    at: datetime

    @property
    def travel(self) -> Travel:
        """How the evidence of the return travels."""
        return _travel(self.sheet, self.filed)


def sealed_files(
    sealing: Sealing,
    contents: Mapping[str, bytes],
    *,
    request: bytes | None = None,
    before: Return | None = None,
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, bytes]:
    """Return name → bytes of all files of a return: PDF, workbook, and the zip of evidence that has no room inside.

    `contents`: SHA-256 → bytes of the evidence; `request`, `before`: see `sealed_book`, `sealed_document`. `tell` is
    given 1 when the workbook is sealed and 2 when the PDF is.
    """
    travel = sealing.travel
    inside = attachments_of(travel.files, contents) if travel.inside else []
    book = sealed_book(sealing, request)
    tell(1)
    pdf = sealed_document(sealing, book, evidence=inside, before=before)
    tell(2)
    name = file_name(sealing.sheet, sealing.filed)
    beside = {zip_name(name): write_zip(travel.files, contents, sealing.filed.digest)} if travel.beside else {}
    return {f"{name}.pdf": pdf, f"{name}.xlsx": book, **beside}


def sealed_book(sealing: Sealing, request: bytes | None = None) -> bytes:
    """Return the workbook with its data seal and, unless the plan switches it off, its workbook seal.

    `request`: the request to be enrolled, which rides along.
    """
    from forms.seals.data_seal import seal
    from forms.seals.xlsx.seal import seal_workbook

    content, signer, at = sealing.filed.content, sealing.signer, sealing.at
    sealed = SealedContent(content, seal(content, signer, at), request)
    book = write_workbook(sealing.filed, sealing.sheet, sealing.findings, sealed)
    return seal_workbook(book, signer, at) if sealing.sheet.plan.book_seal else book


def sealed_document(
    sealing: Sealing, book: bytes, *, evidence: Sequence[Attachment] = (), before: Return | None = None
) -> bytes:
    """Return the PDF with the workbook inside, and the evidence if it travels there, sealed.

    `before`: the revision it replaces, to show what has changed.
    """
    from forms.document.document import write_document
    from forms.seals.pdf.seal import seal_document

    sheet, filed = sealing.sheet, sealing.filed
    attachment = Attachment(name=OURS, content=book, mime=XLSX, relationship="/Source")
    pages = write_document(filed, sheet, sealing.findings, files_note=files_note(sheet, filed), before=before)
    return seal_document(pages, sealing.signer, [attachment, *evidence], reason=filed.digest[:16], signed_at=sealing.at)


def contents_of(store: UnitStore, travel: Travel) -> dict[str, bytes]:
    """Return SHA-256 → bytes of the evidence that travels; what is not here is left out."""
    found = {one.sha256: store.evidence.content(one.sha256) for one in travel.files}
    return {key: content for key, content in found.items() if content is not None}


def files_note(sheet: Sheet, filed: Return) -> str:
    """Return the sentence of the cover that says where the evidence is, "" without evidence."""
    travel = _travel(sheet, filed)
    if not travel.files:
        return ""
    key = "evidence.note_inside" if travel.inside else "evidence.note_beside"
    return say(key, n=len(travel.files), 合计=size_words(travel.size), 文件=zip_name(file_name(sheet, filed)))


def _travel(sheet: Sheet, filed: Return) -> Travel:
    return travel_of(filed.evidence, sheet.plan, sheet.settings)


def file_name(sheet: Sheet, filed: Return) -> str:
    """Return the stem of a return's files: `610924_紫阳县人民政府_2020Q3_第1版_4f0c2a` (six of the digest)."""
    return f"{filed.unit}_{plain_name(sheet.unit_name)}_{own_id(filed.period)}_第{filed.revision}版_{filed.digest[:6]}"


def zip_name(stem: str) -> str:
    """Return the name of the zip with the evidence that goes beside the files of a stem."""
    return say("evidence.zip_name", 名=stem)
