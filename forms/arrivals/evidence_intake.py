"""Evidence at the office: files embedded in a return, a 佐证.zip, a single file — each matched by SHA-256 alone.

What has not come yet is a state of the return (缺佐证), never a reason to reject it. What comes before its return waits
in the store, so that any order of the same files ends in the same state. Names inside a zip are only ever shown.
"""

from collections.abc import Iterable
from dataclasses import field

from forms.opening.evidence import Bundle, EvidenceFile, guard_content
from forms.opening.opened import Opened
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say, sentence_in
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER
from models.ledger.ledger import Decision
from models.returns.evidence import Presence, presence
from models.returns.file_names import clean_name, is_program
from models.returns.returns import Return, parse_return
from models.store.office.office_store import OfficeStore
from models.versions.held import stored_plan
from models.workspace.office_workspace import OfficeWorkspace

MOST_WAITING = 2 * LARGEST_EVIDENCE_TOGETHER  # bytes of files whose return has not come


@dataclass(slots=True, kw_only=True)
class Joined:
    """What followed for files that came apart from a return; `digests`: the returns they belong to."""

    decision: Decision
    messages: list[str] = field(default_factory=list)
    digests: tuple[str, ...] = ()
    plain: bool = True  # nothing but what the returns list


@dataclass(slots=True, kw_only=True)
class _JoinedCounts:
    kept: int = 0
    again: int = 0
    waiting: int = 0
    no_room: int = 0
    strangers: list[str] = field(default_factory=list)
    digests: dict[str, None] = field(default_factory=dict)


def keep_evidence(store: OfficeStore, opened: Opened, filed: Return) -> None:
    """Keep what a return lists, and those of its files that its PDF carries."""
    store.put_listed(filed.digest, filed.evidence)
    for key, one in opened.evidence.items():
        if _harmless(one.name, one.content):
            store.put_evidence(key, one.content)


def _harmless(name: str, content: bytes) -> bool:
    try:
        guard_content(name, content)
    except AppError:
        return False
    return not is_program(clean_name(name))


def presence_of(store: OfficeStore, digest: str | None) -> Presence:
    """Return which evidence of a held return is here; nothing for None or a return that is not held."""
    return presence(store.listed(digest)) if digest else Presence()


def lacking(office: OfficeWorkspace, period: str) -> tuple[str, ...]:
    """Return the units whose return in force lists evidence that has not come (缺佐证)."""
    lines = office.lines(period)
    return tuple(unit for unit, line in lines.items() if presence_of(office.store, line.in_force).missing)


def join_file(office: OfficeWorkspace, file: EvidenceFile) -> Joined | None:
    """Keep a single file that a held return lists; None for one that none does."""
    digests = office.store.listing(file.sha256)
    if not digests or not _harmless(file.name, file.content):
        return None
    office.store.put_evidence(file.sha256, file.content)
    return Joined(decision=Decision.ACCEPTED, messages=_joined_words(office, 1, digests), digests=digests)


def join_bundle(office: OfficeWorkspace, bundle: Bundle) -> Joined:
    """Keep the files of a zip that held returns list; others wait, unless the return it was written for is here.

    Raises AppError("evidence_zip_damaged").
    """
    counts = _JoinedCounts()
    known = bool(bundle.digest) and bool(office.store.papers_of(bundle.digest))
    for file in bundle.files():
        _sort(office.store, file, counts, may_wait=not known)
    return _told(office, counts, ours=bool(bundle.digest))


def _sort(store: OfficeStore, file: EvidenceFile, counts: _JoinedCounts, *, may_wait: bool) -> None:
    key = file.sha256
    digests = store.listing(key)
    if not _harmless(file.name, file.content) or (not digests and not may_wait):
        counts.strangers.append(file.name)
        return
    counts.digests.update(dict.fromkeys(digests))
    if store.has_evidence(key):
        counts.again += bool(digests)
        counts.waiting += not digests
    elif digests:
        counts.kept += 1
        store.put_evidence(key, file.content)
    elif store.waiting_size() + len(file.content) <= MOST_WAITING:
        counts.waiting += 1
        store.put_evidence(key, file.content)
    else:
        counts.no_room += 1


def _told(office: OfficeWorkspace, counts: _JoinedCounts, *, ours: bool) -> Joined:
    found = tuple(counts.digests)
    if not found and not ours:
        return Joined(decision=Decision.REJECTED, messages=[sentence_in(CHINESE, AppError("evidence_zip_unknown"))])
    said = _joined_words(office, counts.kept, found) if counts.kept else []
    for key, n in (("joined_again", counts.again), ("waiting", counts.waiting), ("no_room", counts.no_room)):
        if n:
            said.append(say(f"evidence.{key}", n=n))
    if counts.strangers:
        said.append(say("evidence.strangers", n=len(counts.strangers), 名单="、".join(counts.strangers[:10])))
    refused = counts.strangers or counts.no_room
    decision = Decision.ACCEPTED if found else Decision.HELD if counts.waiting else Decision.REJECTED
    return Joined(decision=decision, messages=said, digests=found, plain=not refused and not counts.waiting)


def _joined_words(office: OfficeWorkspace, n: int, digests: Iterable[str]) -> list[str]:
    places: dict[tuple[str, str], None] = {}
    for digest in digests:
        row = office.store.papers_of(digest)[0]
        filed, plan = parse_return(row.content), stored_plan(office.store, row.plan)
        places[(plan.unit_name(filed.unit), plan.periods[filed.period].name)] = None
    return [say("evidence.joined", n=n, 单位=unit, 报告期=period) for unit, period in places]
