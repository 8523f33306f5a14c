"""Arrivals: the files somebody hands in, each opened in the worker, before anything is decided.

A file that cannot be opened is an arrival too, with the reason in words; one that was not read to its end is `unread`.
"""

import hashlib
import json
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Protocol

from forms.guards.guards import guard_size, named_file, sniff
from forms.guards.worker import Plain
from forms.opening.apart import opened_from
from forms.opening.containers import ContainerFiles, is_junk, take_apart
from forms.opening.evidence import Bundle, open_bundle
from forms.opening.open_return import Opened
from forms.opening.pool import LARGEST_AT_ONCE, Pool
from forms.opening.reason import Reason, reason_of
from models.basics.canonical import LARGEST_NUMBER, json_text
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER as _LARGEST
from models.basics.sizes import LARGEST_PAPER
from models.ledger.ledger import Decision
from models.returns.evidence import Presence
from models.returns.file_names import clean_name, readable_name
from models.workspace.office_workspace import OfficeWorkspace

BEGUN = "reception.begun"  # fact: what is being received, until it has ended
UNREAD = ("file_unread", "file_not_processed")  # kept and tried again: nothing is said about the file itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file as read: bytes, and what it is or why it is refused. A zip with evidence is not read as a whole."""

    path: Path
    content: bytes
    opened: Opened | None
    refused: Reason | None = None
    bundle: Bundle | None = None
    unread: bool = False  # it was not read to its end
    shown: str = ""  # of a file out of a zip or a mail: with the name of that
    at: datetime | None = None  # when the mail came that it was in
    sender: str = ""
    repeats: bool = False  # a file of the same bytes came before it in the batch
    known_sha256: str = ""  # once it was found

    @property
    def name(self) -> str:
        """The file's name as people can read it, whatever bytes it has."""
        return self.shown or readable_name(self.path)

    def registered(self, at: datetime) -> datetime:
        """When it counts as registered: when its mail came, never later than somebody says it was here."""
        return min(self.at, at) if self.at else at

    def came(self, channel: str) -> str:
        """How it came, with the sender of its mail."""
        return f"{channel} {self.sender}".strip()

    @property
    def paper(self) -> str | None:
        """What the two forms of one paper share; None for what is no readable return."""
        if self.opened is None or self.opened.filed is None or self.opened.broken:
            return None
        return f"{self.opened.filed.digest}:{self.opened.fingerprint}"

    @property
    def about(self) -> dict[str, object]:
        """What the record says of it: name and SHA-256."""
        return {"file": self.name, "sha256": self.sha256}

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        if self.known_sha256:
            return self.known_sha256
        if self.bundle is None:
            return hashlib.sha256(self.content).hexdigest()
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(slots=True, kw_only=True)
class Tally:
    """What the files of a batch were, told in one sentence; `files` is the sum of the others but `inside_new`."""

    files: int = 0
    first: int = 0  # the forms of returns, each content once
    repeats: int = 0
    zips: int = 0
    mails: int = 0
    inside_new: int = 0  # forms that came in zips and mails only
    others: int = 0  # no returns
    junk: int = 0  # Thumbs.db, ~$…: part of `others`
    kept: datetime | None = None  # of a reception that goes on: the time of its first try, where another one was said


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files somebody named, those of a folder in order. Raises AppError("file_not_found")."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and not p.is_symlink() and (not p.name.startswith(".") or is_junk(p.name))
            )
        elif path.exists():
            yield path
        else:
            raise AppError("file_not_found", 文件=readable_name(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What followed for one paper: its first file, the other forms of it in the same batch, decision and reasons."""

    file: Path
    decision: Decision
    reasons: tuple[Reason, ...] = ()
    unit: str | None = None
    period: str | None = None
    revision: int | None = None
    digest: str | None = None
    seals: dict[str, str] = field(default_factory=dict)
    also: tuple[Path, ...] = ()
    evidence: Presence = field(default_factory=Presence)  # which of the files it lists are here
    kind: str = "return"  # or "evidence": files that belong to returns
    joins: bool = False  # evidence of one return and nothing else


def with_evidence(answers: tuple[Received, ...]) -> tuple[Received, ...]:
    """Evidence that belongs to a return of the same batch, and to nothing else, is no event of its own."""
    returns = [one for one in answers if one.kind == "return"]
    apart = []
    for one in answers:
        home = next((n for n, other in enumerate(returns) if one.joins and other.digest == one.digest), None)
        if one.kind == "return":
            continue
        if home is None:
            apart.append(one)
        else:
            returns[home] = replace(returns[home], also=(*returns[home].also, one.file))
    return (*returns, *apart)


def joined(known: Received, other: Received) -> Received:
    """The other form of a paper in the same batch is no event of its own; each seal says the most seen of it.

    Where both are refused, each may be so for reasons of its own.
    """
    seals = {name: state if state != "absent" else other.seals.get(name, state) for name, state in known.seals.items()}
    refused = known.decision is other.decision is Decision.REJECTED
    more = tuple(one for one in other.reasons if one not in known.reasons) if refused else ()
    return replace(known, also=(*known.also, other.file), seals=seals, reasons=(*known.reasons, *more))


def refused_as(arrival: Arrival, answer: Received) -> str:
    """Return what the refused forms of one paper share; a file that is no readable return stands for itself."""
    if answer.digest and answer.decision is Decision.REJECTED and arrival.opened is not None:
        return f"refused:{answer.digest}:{arrival.opened.fingerprint}"
    return f"file:{arrival.sha256 if arrival.content else arrival.path}"


class Counted(Protocol):
    """What a tally asks of an answer."""

    @property
    def digest(self) -> str | None:
        """Of the return, None for no return."""

    @property
    def kind(self) -> str:
        """Either "return" or "evidence"."""


IN_MEMORY = 8 << 20  # bytes of opened files that are kept in memory; beyond they wait on the disk


Order = tuple[int, str, float, str]


def _order(arrival: Arrival, said: Plain) -> Order:
    """Ancestors before descendants, so that a batch is decided alike in any order; what is no return comes last.

    Of one paper the mail that came first counts, before files whose time nobody told.
    """
    at = arrival.at.timestamp() if arrival.at else float("inf")
    if said is None or said["order"] is None:
        return LARGEST_NUMBER, "", at, str(arrival.path)
    revision, digest = said["order"]
    return int(revision), str(digest), at, arrival.path.suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A file whose content is being opened, or was before (`wait` None)."""

    arrival: Arrival
    sha256: str
    wait: Callable[[], Plain] | None
    top: bool


class Batch:
    """The arrivals of one reception; a content is opened once, however many files hold it.

    Which comes first is known only when all were opened. Until then they wait in a file of this process that has no
    name, so that a thousand returns take no more memory than ten. Of what a pool opens no more is on its way at once
    than keeps it busy.
    """

    def __init__(self, pool: Pool) -> None:
        """Begin."""
        self._pool = pool
        self._waiting = SpooledTemporaryFile(prefix="tanbao-", max_size=IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._known: dict[str, int] = {}  # SHA-256 of a content → where the first arrival with it waits
        self._seen: set[str] = set()  # of every content that was begun with
        self._begun: deque[_Begun] = deque()
        self._places: list[tuple[Order, int]] = []  # its order, where it waits
        self.tally = Tally()

    def __len__(self) -> int:
        """Return how many arrivals there are."""
        return len(self._places)

    def in_order(self) -> Iterator["Arrival"]:
        """Yield the arrivals, ancestors before descendants."""
        self._end_all_but(0)
        for _, place in sorted(self._places, key=lambda one: one[0]):
            arrival, said = self._read(place)
            yield _opened(arrival, said)

    def close(self) -> None:
        """Give back what the arrivals waited in."""
        self._pool.close()
        self._waiting.close()

    def _read(self, place: int) -> tuple[Arrival, Plain]:
        self._waiting.seek(place)
        found: tuple[Arrival, Plain] = pickle.load(self._waiting)
        return found

    def take(self, path: Path) -> None:
        """Open a file on the disk; what is wrong with it is told, never raised. Raises OSError."""
        self.tally.files += 1
        if is_junk(path.name):
            self.tally.others += 1
            self.tally.junk += 1
            return
        try:
            content, bundle, held = _looked_at(path)
        except AppError as error:
            self._keep(Arrival(path=path, content=b"", opened=None, refused=_why(error)), None, top=True)
            return
        if held is not None:
            self._unpack(path, held)
        elif bundle is not None:
            self._keep(Arrival(path=path, content=b"", opened=None, bundle=bundle), None, top=True)
        else:
            self._begin(Arrival(path=path, content=content, opened=None), top=True)

    def _unpack(self, path: Path, held: ContainerFiles) -> None:
        if held.kind == "zip":
            self.tally.zips += 1
        else:
            self.tally.mails += 1
        for one in held.files:
            inside = path / clean_name(one.name)
            arrival = Arrival(
                path=inside, content=one.content, opened=None, shown=one.name, at=one.at, sender=one.sender
            )
            self._begin(arrival, top=False)

    def _begin(self, arrival: Arrival, *, top: bool) -> None:
        """Begin to open a content, if it is a new one; files handed in as they are and out of containers are told."""
        sha256 = arrival.sha256
        again = sha256 in self._seen
        self._seen.add(sha256)
        wait = None if again else self._pool.begin(arrival.content)
        self._begun.append(
            _Begun(arrival=replace(arrival, repeats=again, known_sha256=sha256), sha256=sha256, wait=wait, top=top)
        )
        self._end_all_but(self._pool.at_once - 1)

    def _end_all_but(self, few: int) -> None:
        """Take in what was opened, the first first, until only so many files, of so many bytes, are on their way."""
        while len(self._begun) > few or sum(len(one.arrival.content) for one in self._begun) > LARGEST_AT_ONCE:
            one = self._begun.popleft()
            arrival, said = one.arrival, None
            try:
                if one.wait is not None:
                    said = one.wait()
                else:
                    first, said = self._read(self._known[one.sha256])
                    arrival = replace(arrival, refused=first.refused, unread=first.unread)
            except AppError as error:
                arrival = replace(arrival, refused=_why(error), unread=error.code in UNREAD)
            self._known.setdefault(one.sha256, self._keep(arrival, said, top=one.top))

    def _keep(self, arrival: Arrival, said: Plain, *, top: bool) -> int:
        """Let an arrival wait; return where."""
        place = self._waiting.seek(0, os.SEEK_END)
        pickle.dump((arrival, said), self._waiting, pickle.HIGHEST_PROTOCOL)
        self._places.append((_order(arrival, said), place))
        paper = said is not None and said["content"] is not None
        if top and paper:
            self.tally.repeats += arrival.repeats
            self.tally.first += not arrival.repeats
        elif top:
            self.tally.others += 1
        elif paper:
            self.tally.inside_new += not arrival.repeats
        return place


def _looked_at(path: Path) -> tuple[bytes, Bundle | None, ContainerFiles | None]:
    """The bytes of a file, and the evidence or the papers it holds where it is no paper itself.

    Raises AppError as what looks at it; OSError.
    """
    small = guard_size(path, LARGEST_PAPER) if named_file(path).stat().st_size <= LARGEST_PAPER else b""
    if sniff(small) in ("xlsx", "pdf"):
        return small, None, None
    bundle = open_bundle(path)
    content = b"" if bundle and bundle.digest else guard_size(path, _LARGEST if bundle else LARGEST_PAPER)
    return content, bundle, take_apart(readable_name(path), content)


def _why(error: AppError) -> Reason:
    return reason_of("seal", error)


def _opened(arrival: Arrival, said: Plain) -> Arrival:
    """An arrival with what its file says."""
    if said is None:
        return arrival
    try:
        return replace(arrival, opened=opened_from(said))
    except AppError as error:
        return replace(arrival, refused=_why(error))


def begin(
    office: OfficeWorkspace, files: Sequence[Path], at: datetime, now: datetime, channel: str, by: str
) -> tuple[datetime, datetime]:
    """Return when the files count as registered and when the program read them.

    The same files, begun before and not ended (stopped, killed), keep the times of the first try, whatever time is said
    now: else one reception would be registered at two times, and in part twice.
    """
    names = hashlib.sha256("\n".join(sorted(str(path.absolute()) for path in files)).encode(errors="replace"))
    mark = [names.hexdigest(), channel, by]
    before = json.loads(office.store.get_value(BEGUN) or "null")
    if before and before[: len(mark)] == mark:  # one of an older version has a fourth member before the times
        return datetime.fromisoformat(before[-2]), datetime.fromisoformat(before[-1])
    office.store.put_value(BEGUN, json_text([*mark, at.isoformat(), now.isoformat()]))
    return at, now


def end(office: OfficeWorkspace) -> None:
    """Note that a reception came to its end."""
    office.store.put_value(BEGUN, "")


def open_content(path: Path, content: bytes, pool: Pool) -> Arrival:
    """Open the bytes of a file; `path` is what it was called."""
    arrival = Arrival(path=path, content=content, opened=None)
    try:
        return _opened(arrival, pool.begin(content)())
    except AppError as error:
        return replace(arrival, refused=_why(error), unread=error.code in UNREAD)


def not_processed() -> Reason:
    """Return why a file was kept that our own program failed over."""
    return reason_of("seal", AppError("file_not_processed"))


def tally_words(tally: Tally, items: Iterable[Counted]) -> str:
    """Return in one sentence what the files of a reception were; parts of which there are none are not said."""
    papers = {one.digest for one in items if one.digest and one.kind == "return"}
    parts = [say("cli.tally.papers", n=len(papers), m=tally.first)] if papers or tally.first else []
    parts += [say(f"cli.tally.{name}", n=n) for name in ("repeats", "zips", "mails") if (n := getattr(tally, name))]
    if tally.zips or tally.mails:
        parts[-1] += say("cli.tally.inside", n=tally.inside_new) if tally.inside_new else say("cli.tally.inside_none")
    junk = say("cli.tally.junk", n=tally.junk) if tally.junk else ""  # listed nowhere
    parts += [say("cli.tally.others", n=tally.others) + junk] if tally.others else []
    told = say("cli.tally.all", n=tally.files, 各类="、".join(parts))
    return f"{told}{say('cli.tally.kept', 时间=format_time(tally.kept))}" if tally.kept is not None else told
