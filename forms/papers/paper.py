"""Paper: a sealed PDF that carries its data — pack, request, certificate and receipt all travel in this form.

One attachment holds the data as JSON; the seal of the PDF covers pages and attachment alike. Writing and reading are
symmetrical; who sealed is told, whether that key is trusted is the caller's question.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from forms.seals.keys.keys import AnySigner
from forms.seals.pdf.reading import read_document_apart
from forms.seals.pdf.sealed import Attachment, SealedDocument
from models.basics.canonical import encode
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_FACTS
from models.ledger.decisions import Decision
from models.store import UnitStore
from models.store.office.office_store import OfficeStore

PREFIX = "tanbao-"


BACK = frozenset((Decision.RETURNED.value, Decision.REJECTED.value))  # decisions of which a 退回单 tells


class PaperKind(StrEnum):
    """What a small paper is."""

    PACK = "pack"  # 任务包
    REQUEST = "request"  # 登记申请
    CERTIFICATE = "certificate"  # 登记证
    RECEIPT = "receipt"  # 回执、退回单


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """An opened paper: its kind, its data, and the seal that covers both."""

    kind: PaperKind
    facts: Mapping[str, Any]
    sealed: SealedDocument

    @property
    def called(self) -> str:
        """The key of what people call it: of what an office answers, as its page and its file say."""
        back = self.kind is PaperKind.RECEIPT and self.facts.get("decision") in BACK
        return "returned" if back else self.kind.value


def mark_of(store: UnitStore | OfficeStore) -> str:
    """Return the mark that goes across the pages of what leaves a store: 测试数据, or "" where the work is real."""
    return say("papers.test") if store.get_value("test") == "1" else ""


def seal_paper(
    kind: PaperKind,
    pages: bytes,
    facts: Mapping[str, object],
    signer: AnySigner,
    signed_at: datetime,
    *,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the sealed PDF of pages and their data; `files` (name → JSON) go with it."""
    from forms.seals.pdf.seal import seal_document  # loads pyHanko

    contents = {f"{PREFIX}{kind.value}.json": encode(facts), **(files or {})}
    attachments = [
        Attachment(name=name, content=content, mime="application/json", relationship="/Data")
        for name, content in contents.items()
    ]
    return seal_document(pages, signer, attachments, reason=kind.value, signed_at=signed_at)


def open_paper(content: bytes) -> OpenedPaper:
    """Return the paper a PDF is.

    Raises AppError: "paper_changed" when its seal is broken, "paper_unknown" when it carries no data of ours,
    "file_unread".
    """
    sealed = read_document_apart(content)
    if sealed.state == "broken":
        raise AppError("paper_changed")
    kind, data = _attached(sealed)
    if len(data) > LARGEST_FACTS:
        raise AppError("paper_unknown")
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise AppError("paper_unknown") from error
    if not isinstance(facts, dict):
        raise AppError("paper_unknown")
    return OpenedPaper(kind, facts, sealed)


def _attached(sealed: SealedDocument) -> tuple[PaperKind, bytes]:
    for attachment in sealed.attachments:
        for kind in PaperKind:
            if attachment.name == f"{PREFIX}{kind.value}.json":
                return kind, attachment.content
    raise AppError("paper_unknown")
