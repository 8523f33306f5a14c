"""Batch: the files of one reception — found in what somebody named, opened in the worker, put in order.

What was begun and not ended keeps the times of its first try.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from queue import Empty, SimpleQueue

from forms.arrivals.arrival import UNREAD, Arrival, opened_as, why
from forms.arrivals.received import Tally
from forms.arrivals.spool import Spool
from forms.guards.guards import bytes_within, guard_size, sniff
from forms.guards.worker import Plain
from forms.opening.containers import ContainerFiles, is_junk, take_apart
from forms.opening.evidence import Bundle, open_bundle
from forms.opening.pool import LARGEST_AT_ONCE, FileSent, Pool
from forms.workbook.seal_order import order_said
from models.basics.canonical import LARGEST_NUMBER, json_text
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER as _LARGEST
from models.basics.sizes import LARGEST_PAPER
from models.returns.file_names import clean_name, readable_name
from models.workspace.office_workspace import OfficeWorkspace

MOMENT = 0.03  # seconds
BEGUN = "reception.begun"  # fact: what is being received, until it has ended
Order = tuple[int, str, float, str, int]
_LAST: Order = (LARGEST_NUMBER + 1, "", 0.0, "", 0)


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files somebody named, those of a folder in order. Raises AppError("file_not_found"); OSError."""
    for path in paths:
        if path.is_dir():
            yield from sorted(_inside(path))
        elif path.exists():
            yield path
        else:
            raise AppError("file_not_found", 文件=readable_name(path))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and in those below, and each folder nobody lets us look into. Raises OSError."""
    closed: list[Path] = []

    def cannot_look(error: OSError) -> None:
        if not isinstance(error, PermissionError):
            raise error
        closed.append(Path(error.filename))

    for place, _, names in os.walk(folder, onerror=cannot_look):
        yield from (one for one in (Path(place) / name for name in names) if _is_sought(one))
    yield from closed


def _is_sought(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and (not path.name.startswith(".") or is_junk(path.name))
    except PermissionError:  # told when it is opened
        return True


def _least(arrival: Arrival, said: tuple[int, str] | None, number: int) -> Order:
    """The place in which an arrival can come at the earliest; `said`: what its file says at a glance, see `_order`."""
    revision, digest = said or (0, "")
    return revision, digest, _came_at(arrival), arrival.path.suffix, number


def _order(arrival: Arrival, said: Plain, least: Order) -> Order:
    """Ancestors before descendants, so that a batch is decided alike in any order; what is no return comes last.

    Of one paper the mail that came first counts, before files whose time nobody told. A file that says at a glance that
    it is a later paper than it turns out to be comes where it said: that hangs on its bytes alone too.
    """
    if said is None or said["order"] is None:
        return LARGEST_NUMBER, "", _came_at(arrival), str(arrival.path), least[-1]
    found = [(int(revision), str(digest)) for revision, digest in filter(None, (said["order"], said["glance"]))]
    return max(least, *(_least(arrival, one, least[-1]) for one in found))


def _came_at(arrival: Arrival) -> float:
    return arrival.at.timestamp() if arrival.at else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Begun:
    """A file whose content is being opened, maybe for another one that has the same."""

    arrival: Arrival
    waiting: FileSent
    least: Order
    top: bool


class Batch:
    """The arrivals of one reception; a content is opened once, however many files hold it.

    Papers are decided on in their order (`_order`). Where several are opened at a time, they are opened in the order
    that their files say at a glance, and each is given out as soon as nothing can come before it any more; a file that
    says nothing of the kind is opened before all others. What waits, to be opened or to be decided on, waits in a file
    of this process that has no name, so that a thousand returns take no more memory than ten. Of what a pool opens no
    more is on its way at once than keeps it busy.
    """

    def __init__(self, pool: Pool) -> None:
        """Begin."""
        self._pool = pool
        self._spool = Spool()
        self._known: dict[str, int] = {}  # SHA-256 of a content → where the first arrival with it waits, opened
        self._said: dict[str, tuple[int, str] | None] = {}  # of every content that was found → what it says it is,
        # asked where several are opened at a time; else who opens it says that too
        self._on_way: dict[str, list[_Begun]] = {}  # SHA-256 of a content → the files on their way that have it
        self._ended: SimpleQueue[str] = SimpleQueue()  # SHA-256 of each content on its way, as soon as it was opened
        self._begun: list[_Begun] = []
        self._later: list[tuple[Order, int, int, bool]] = []  # to be begun with: place, size, where it waits, top
        self._opened: list[tuple[Order, int | tuple[Arrival, Plain]]] = []  # to be decided on: or where it waits
        self._twice: set[str] = set()  # SHA-256 of contents that several files have
        self._count = 0
        self.tally = Tally()

    def __len__(self) -> int:
        """Return how many arrivals there are."""
        return self._count

    def in_order(self, idle: Callable[[], None] = lambda: None) -> Iterator["Arrival"]:
        """Yield the arrivals, ancestors before descendants; `idle` is called before a wait that is no moment's."""
        while self._begun or self._later or self._opened:
            while self._later and self._has_room(self._later[0][1]):
                least, _, place, top = heappop(self._later)
                self._send(self._spool.read(place), least, top=top)
            if self._opened and self._opened[0][0] <= self._next():
                held = heappop(self._opened)[1]
                yield opened_as(*(self._spool.read(held) if isinstance(held, int) else held))
            else:
                self._end(self._one_opened(idle), last=True)

    def close(self) -> None:
        """Give back what the arrivals waited in."""
        self._pool.close()
        self._spool.close()

    def _next(self) -> Order:
        """What nothing comes before that was not opened yet."""
        on_their_way = [one.least for one in self._begun]
        return min([*on_their_way, self._later[0][0]] if self._later else on_their_way, default=_LAST)

    def take(self, path: Path) -> None:
        """Open a file on the disk; what is wrong with it is told, never raised: also that another program has it open.

        Raises OSError when the machine fails.
        """
        self.tally.files += 1
        if is_junk(path.name):
            self.tally.others += 1
            self.tally.junk += 1
            return
        try:
            content, bundle, held = _looked_at(path)
        except AppError as error:
            self._take(Arrival(path=path, content=b"", opened=None, refused=why(error)))
            return
        if held is not None:
            self._unpack(path, held)
        elif bundle is not None:
            self._take(Arrival(path=path, content=b"", opened=None, bundle=bundle))
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

    def _take(self, arrival: Arrival) -> None:
        """Take in what needs no opening."""
        self._count += 1
        self._keep(arrival, None, _least(arrival, None, self._count), top=True)

    def _begin(self, arrival: Arrival, *, top: bool) -> None:
        """Take in a content; `top`: files handed in as they are and out of containers are told apart."""
        sha256 = arrival.sha256
        again = sha256 in self._said
        if again:
            self._twice.add(sha256)
        else:
            self._said[sha256] = order_said(arrival.content) if self._pool.opens_several else None
        self._count += 1
        arrival = replace(arrival, repeats=again, known_sha256=sha256)
        least = _least(arrival, self._said[sha256], self._count)
        if self._said[sha256] is None or not self._pool.opens_several:
            self._send(arrival, least, top=top)
            while len(self._begun) >= self._pool.at_once or self._bytes() > LARGEST_AT_ONCE:
                self._end(self._ended.get())
            return
        while not self._ended.empty():
            self._end(self._ended.get())
        if self._has_room(len(arrival.content)):  # no worker waits until all files were looked for
            self._send(arrival, least, top=top)
        else:
            heappush(self._later, (least, len(arrival.content), self._spool.put(arrival), top))

    def _send(self, arrival: Arrival, least: Order, *, top: bool) -> None:
        """Begin to open a content, if it is a new one."""
        sha256 = arrival.sha256
        if sha256 in self._known:
            first, said = self._spool.read(self._known[sha256])
            self._keep(replace(arrival, refused=first.refused, unread=first.unread), said, least, top=top)
            return
        new = sha256 not in self._on_way
        waiting = self._pool.begin(arrival.content) if new else self._on_way[sha256][0].waiting
        one = _Begun(arrival=arrival, waiting=waiting, least=least, top=top)
        self._begun.append(one)
        self._on_way.setdefault(sha256, []).append(one)
        if new:
            waiting.when_there(partial(self._ended.put, sha256))  # not `one`, which would hold itself, and its content

    def _bytes(self) -> int:
        return sum(len(one.arrival.content) for one in self._begun)

    def _has_room(self, size: int) -> bool:
        """True while so many more bytes may be on their way to be opened."""
        return len(self._begun) < self._pool.at_once and (not self._begun or self._bytes() + size <= LARGEST_AT_ONCE)

    def _one_opened(self, idle: Callable[[], None]) -> str:
        """One of the contents on their way that was opened, as soon as there is one."""
        with suppress(Empty):
            return self._ended.get(timeout=MOMENT)
        idle()
        return self._ended.get()

    def _end(self, sha256: str, *, last: bool = False) -> None:
        """Take in what was opened, for all files that have the content; `last`: there will be no further files."""
        files = self._on_way.pop(sha256)
        said, refused, unread = None, None, False
        try:
            said = files[0].waiting()
        except AppError as error:
            refused, unread = why(error), error.code in UNREAD
        for each in files:
            self._begun.remove(each)
            arrival = replace(each.arrival, refused=refused, unread=unread) if refused else each.arrival
            self._keep(arrival, said, each.least, top=each.top, last=last)

    def _keep(self, arrival: Arrival, said: Plain, least: Order, *, top: bool, last: bool = False) -> None:
        """Let an arrival wait until it is its turn; what is next, and no other file needs to be read, in memory."""
        order = _order(arrival, said, least)
        held: int | tuple[Arrival, Plain] = (arrival, said)
        if not last or arrival.known_sha256 in self._twice or order > self._next():
            held = self._spool.put(held)
            self._known.setdefault(arrival.known_sha256, held)
        heappush(self._opened, (order, held))
        paper = said is not None and said["content"] is not None
        if top and paper:
            self.tally.repeats += arrival.repeats
            self.tally.first += not arrival.repeats
        elif top:
            self.tally.others += 1
        elif paper:
            self.tally.inside_new += not arrival.repeats


def _looked_at(path: Path) -> tuple[bytes, Bundle | None, ContainerFiles | None]:
    """The bytes of a file, and the evidence or the papers it holds where it is no paper itself.

    Raises AppError as what looks at it, "file_not_permitted", "folder_not_permitted"; OSError.
    """
    try:
        if path.is_dir():
            raise AppError("folder_not_permitted", 目录=readable_name(path))
        small = bytes_within(path, LARGEST_PAPER)
    except PermissionError as error:
        raise AppError("file_not_permitted", 文件=readable_name(path)) from error
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


def stopped_words(office: OfficeWorkspace) -> str:
    """Return what is said of a reception that was stopped: its time, and how it goes on; "" where none was begun."""
    before = json.loads(office.store.get_value(BEGUN) or "null")
    return say("cli.tally.stopped", 时间=format_time(datetime.fromisoformat(before[-2]))) if before else ""


def end(office: OfficeWorkspace) -> None:
    """Note that a reception came to its end."""
    office.store.put_value(BEGUN, "")
