"""Beside: papers that lie in folders near a store which came back from a copy, and that the copy knows nothing of.

What was issued or received after the copy was made is not in it, but often still on the disk. Revisions and numbers
seen there have been given away: a unit opens its returns before it seals again, an office goes on beyond the
numbers. The content of a paper decides, never its name; only papers whose seal holds and whose office is ours count,
and of those that are never sealed (通报, 催报单) the ones that carry or print their number and our office.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from forms.guards.guards import paper_bytes
from forms.opening.apart import Apart, texts_in
from forms.opening.issued_text import mark_in_text
from forms.papers.chase import last_number
from forms.papers.enrolment import ROOT_CERTIFICATE, comes_from
from forms.papers.paper import OpenedPaper, PaperKind, open_paper
from forms.seals.keys import keys
from forms.wording.issued_mark import IssuedMark, office_code, read_unsealed
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.ledger.ledger import Decision
from models.settings.json import settings_from_json
from models.store import Store, UnitStore, open_store
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind
from models.workspace.restoring import note_seen

MOST = 500  # papers looked at in one folder, the newest first
_ENDINGS = (".pdf", ".xlsx", ".docx")
_NUMBER = re.compile(r"(\d+)\D*$", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPaper:
    """A paper the store does not know. `number` is that of a receipt, `settings` the version a pack carries."""

    path: Path
    kind: str  # "return", a `PaperKind`, or "issue", "chase": a paper that is not sealed, by the kind of its act
    unit: str
    period: str = ""
    revision: int = 0
    digest: str = ""
    number: str = ""
    year: int = 0
    settings: int = 0
    issued: str = ""
    back: bool = False

    @property
    def words(self) -> str:
        """What it is, for a list."""
        revision = say("backups.seen_revision", 版次=self.revision) if self.revision else ""
        number = say("backups.seen_number", n=self.number) if self.year else self.number
        parts = (say(f"backups.seen_kind.{self.kind}"), self.unit, self.period, revision, number, str(self.path))
        return "　".join(part for part in parts if part)

    @property
    def same(self) -> tuple[str, ...]:
        """What two files of one paper have in common."""
        if self.year:
            return self.kind, self.period, self.number, str(self.year)
        return self.kind, self.digest + self.number or str(self.settings)

    @property
    def facts(self) -> dict[str, str]:
        """What the restored store keeps of it: the kind is that of the act that gave the number away."""
        if self.kind == PaperKind.RECEIPT:
            reached = _NUMBER.search(self.number)
            said = {
                "kind": ActKind.RECEIPT,
                "n": "0",
                "reached": reached[1] if reached else "0",
                "year": str(datetime.fromisoformat(self.issued).astimezone(PLAN_ZONE).year),
                "back": str(int(self.back)),
            }
        elif self.kind == ActKind.ISSUE:
            said = {"kind": ActKind.ISSUE, "number": self.number}
        elif self.kind == ActKind.CHASE:
            said = {"kind": ActKind.CHASE, "reached": self.number, "year": str(self.year)}
        elif self.kind == PaperKind.PACK:
            said = {"kind": ActKind.SET, "version": str(self.settings)}
        else:
            said = {"kind": f"seen_{self.kind}"}
        about = {"unit": self.unit, "period": self.period, "digest": self.digest, "revision": str(self.revision)}
        return {**said, **about, "file": self.path.name}


def note_papers_beside(store: Store, folders: Sequence[Path], person: str) -> tuple[SeenPaper, ...]:
    """Look for papers the store does not know in folders, and note their numbers as given away; return them."""
    found = tuple(papers_beside(store, folders))
    note_seen(store, person, [one.facts for one in found])
    return found


def see_beside(folder: Path, folders: Sequence[Path], person: str) -> tuple[SeenPaper, ...]:
    """Do the same for the workspace of a folder that nobody has open. Raises as `open_store`."""
    store = open_store(folder)
    if store is None:
        return ()
    with store:
        return note_papers_beside(store, folders, person)


def papers_beside(store: Store, folders: Sequence[Path]) -> Iterator[SeenPaper]:
    """Yield the papers in some folders that a store does not know, each once."""
    apart = Apart(texts_in(store)) if isinstance(store, UnitStore | OfficeStore) else Apart()
    known: set[tuple[str, ...]] = set()
    for path in _papers_in(folders):
        try:
            seen = _seen(store, apart, path)
        except (AppError, OSError, ValueError, KeyError):  # no paper of ours, or one that cannot be read: no matter
            continue
        if seen is not None and seen.same not in known:
            known.add(seen.same)
            yield seen


def _papers_in(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in dict.fromkeys(one.absolute() for one in folders):
        if folder.is_dir():
            papers = [path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file()]
            yield from sorted(papers, key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]


def _seen(store: Store, apart: Apart, path: Path) -> SeenPaper | None:
    content = paper_bytes(path)
    if path.suffix.lower() == ".pdf":
        try:
            return _small_paper(store, open_paper(content), path)
        except AppError as error:
            if error.code != "paper_unknown":
                raise
    if isinstance(store, OfficeStore) and path.suffix.lower() != ".xlsx":
        mark = _mark_of(store, content)
        if mark is not None:
            return _numbered_paper(store, mark, path)
    filed = apart.open(content).filed
    if filed is None or _knows_return(store, filed.unit, filed.digest):
        return None
    return SeenPaper(
        path=path, kind="return", unit=filed.unit, period=filed.period, revision=filed.revision, digest=filed.digest
    )


def _mark_of(store: OfficeStore, content: bytes) -> IssuedMark | None:
    """The number of a paper that nobody sealed: as data in it, else as it is printed."""
    found = read_unsealed(content)
    return found.mark or mark_in_text(store, found.text, office_code(_root_of(store)))


def _numbered_paper(store: OfficeStore, mark: IssuedMark, path: Path) -> SeenPaper | None:
    """A paper that is not sealed, of ours, whose number the store has not given out; else None."""
    if mark.office != office_code(_root_of(store)):
        return None
    if mark.kind == ActKind.ISSUE:
        known = any(row.number == mark.number for row in store.notices(mark.period))
    else:
        known = mark.number <= last_number(store, mark.year)
    if known:
        return None
    return SeenPaper(path=path, kind=mark.kind, unit="", period=mark.period, number=str(mark.number), year=mark.year)


def _knows_return(store: Store, unit: str, digest: str) -> bool:
    if isinstance(store, UnitStore):
        here = store.returns.filed()
        return unit != store.unit_id or any(digest == row.digest or digest in row.ancestors for row in here)
    return not isinstance(store, OfficeStore) or bool(store.papers_of(digest))


def _small_paper(store: Store, paper: OpenedPaper, path: Path) -> SeenPaper | None:
    if paper.kind is PaperKind.REQUEST or not comes_from(paper, _root_of(store)):
        return None
    facts = paper.facts
    unit, period, digest = (str(facts.get(name, "")) for name in ("unit", "period", "digest"))
    if isinstance(store, UnitStore) and unit not in ("", store.unit_id):
        return None
    if paper.kind is PaperKind.RECEIPT:
        if _knows_receipt(store, digest, str(facts["issued"])):
            return None
        back = facts["decision"] in (Decision.RETURNED, Decision.REJECTED)
        return SeenPaper(
            path=path,
            kind=paper.kind,
            unit=unit,
            period=period,
            revision=int(facts["revision"]),
            digest=digest,
            number=str(facts["number"]),
            issued=str(facts["issued"]),
            back=back,
        )
    if paper.kind is PaperKind.PACK:
        version = settings_from_json(str(facts["settings"])).version
        if version in store.settings_versions() or not version:
            return None
        return SeenPaper(path=path, kind=paper.kind, unit=unit, settings=version)
    return _certificate(store, paper, path, unit) if paper.kind is PaperKind.CERTIFICATE else None


def _certificate(store: Store, paper: OpenedPaper, path: Path, unit: str) -> SeenPaper | None:
    key = keys.fingerprint(keys.certificate_from_bytes(str(paper.facts["certificate"]).encode()))
    if not isinstance(store, OfficeStore) or any(row.fingerprint == key for row in store.enrolled_keys()):
        return None
    return SeenPaper(path=path, kind=paper.kind, unit=unit, digest=key)


def _knows_receipt(store: Store, digest: str, issued: str) -> bool:
    at = datetime.fromisoformat(issued)
    if isinstance(store, UnitStore):
        return any(row.digest == digest and row.issued_at == at for row in store.returns.receipts())
    return isinstance(store, OfficeStore) and any(row.at == at for row in store.issued())


def _root_of(store: Store) -> bytes:
    """The certificate of our office. Raises KeyError where no office is known yet."""
    if isinstance(store, OfficeStore):
        return (store.folder / ROOT_CERTIFICATE).read_bytes()
    root = store.get_value("root")
    if root is None:
        raise KeyError("root")
    return root.encode()
