"""Batch: the files of one reception — found in what somebody named, opened in the worker, put in order.

What was begun and not ended keeps the times of its first try.
"""

import hashlib
import json
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile

from forms.arrivals.arrival import UNREAD, Arrival, opened_as, why
from forms.arrivals.received import Tally
from forms.guards.guards import bytes_within, guard_size, sniff
from forms.guards.worker import Plain
from forms.opening.containers import ContainerFiles, is_junk, take_apart
from forms.opening.evidence import Bundle, open_bundle
from forms.opening.pool import LARGEST_AT_ONCE, Pool
from models.basics.canonical import LARGEST_NUMBER, json_text
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER as _LARGEST
from models.basics.sizes import LARGEST_PAPER
from models.returns.file_names import clean_name, readable_name
from models.workspace.office_workspace import OfficeWorkspace

BEGUN = "reception.begun"  # fact: what is being received, until it has ended
IN_MEMORY = 8 << 20  # bytes of opened files that are kept in memory; beyond they wait on the disk
Order = tuple[int, str, float, str]


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
            yield opened_as(arrival, said)

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
            self._keep(Arrival(path=path, content=b"", opened=None, refused=why(error)), None, top=True)
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
                arrival = replace(arrival, refused=why(error), unread=error.code in UNREAD)
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
    small = bytes_within(path, LARGEST_PAPER)
    if small is not None and sniff(small) in ("xlsx", "pdf"):
        return small, None, None
    bundle = open_bundle(path)
    content = b"" if bundle and bundle.digest else guard_size(path, _LARGEST if bundle else LARGEST_PAPER)
    return content, bundle, take_apart(readable_name(path), content)


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
