"""Receptions 接收记录: the batches that came, the latest first; in each one line per paper, what is in order folded.

What needs somebody stands open; files that are no returns are counted and folded.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from models.basics.messages import joined, say
from models.basics.period import format_time
from models.ledger.ledger import IN_ORDER
from models.store.office.records import CORRECTED, PaperRow, ReceptionRow
from ui.look.fitting import ROOMY
from ui.look.signs import Sign
from ui.look.widgets import button
from ui.office.acts.papers import PaperActs
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head

SIGNS = {
    "accepted": Sign.RECEIVED,
    "held": Sign.KEY,
    "returned": Sign.RETURNED,
    "fork": Sign.FORK,
    "rejected": Sign.MISSED,
    "unread": Sign.MISSED,
}
FILE, CHANNEL = 4, 5  # columns
FILE_WIDTH, FILE_ROOMY = 200, 520  # pixels
FOLDS, FEW = ("order", "others"), 3  # so many papers that are in order are no fold
REASONS = 2  # that a line says; all of them are told when it is pointed at, and by the paper's own pages
NEWEST = "newest"  # the place where what came last stands
Rows = list[ReceptionRow]


class ReceptionsPage(OfficePage):
    """接收记录."""

    key = "receptions"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self._unfolded: set[str] = set()
        heads = [
            TableHead(text=say("office.receptions.when"), width=140),
            TableHead(text=say("office.receptions.unit"), width=204),
            TableHead(text=say("office.receptions.decision"), width=120),
            TableHead(text=say("office.receptions.why"), width=0),
            TableHead(text=say("office.receptions.file"), width=FILE_WIDTH),
            TableHead(text=say("office.receptions.channel"), width=130),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.empty = say("office.receptions.empty")
        self.grid.opened.connect(self._open)
        self.acts = PaperActs(parts, self)
        self.correct = button(say("office.receptions.correct"), self.correct_current)
        self.grid.current_changed.connect(lambda: self.correct.setEnabled(self._paper_at() is not None))
        QShortcut(QKeySequence.fromString("F2"), self).activated.connect(self.correct_current)
        folder = button(say("office.receive_folder"), parts.receive_folder)
        folder.setToolTip("Shift+F5")
        self.built(self._head, self.grid, self.correct, folder)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave file and channel to wider windows."""
        for column in (FILE, CHANNEL):
            self.grid.setColumnHidden(column, narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window the name of a file takes one line."""
        super().resizeEvent(event)
        wide = FILE_ROOMY if self.window().width() >= ROOMY else FILE_WIDTH
        if self.grid.columnWidth(FILE) != wide and not self.grid.isColumnHidden(FILE):
            self.grid.setColumnWidth(FILE, wide)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.receptions.title")

    def show_now(self) -> None:
        """Show the batches."""
        rows = self.session.receptions
        self._head.setText(say("office.receptions.head", n=sum(one.decision != CORRECTED for one in rows)))
        batches = [list(batch) for _, batch in groupby(rows, key=lambda one: (one.received_at, one.by))]
        self.grid.show_rows([row for batch in batches for row in self._batch(batch)])

    def _batch(self, batch: Rows) -> Iterator[TableRow]:
        """A batch: its line, its papers — those in order folded where they are many — and what is no return, folded."""
        first = batch[0]
        papers: dict[str, Rows] = {}
        others = [one for one in batch if not one.digest]
        for one in reversed(batch):
            if one.digest:
                papers.setdefault(one.digest, []).append(one)
        name = f"{first.received_at.isoformat()}|{first.by}"
        facts = {"n": len(papers), "m": len(batch) - len(others)}
        when = format_time(first.received_at)
        who = first.by or "—"
        words = say("office.receptions.batch", 时=when, 谁=who, 期=self._periods(batch), **facts)
        words += say("office.receptions.batch_others", k=len(others)) if others else ""
        if not papers:
            words = say("office.receptions.batch_none", 时=when, 谁=who, k=len(others))
        if all(one.decision == CORRECTED for one in batch):  # no file came: somebody mended what the register says
            words = f"{when}　{_corrector(first) or '—'}：{say(f'office.decision.{CORRECTED}')}"
        yield TableRow(key=f"#{name}", cells=(TableCell(text=words, bold=True),), wide=True)
        order = [rows for rows in papers.values() if self._decisive(rows).decision in IN_ORDER]
        for rows in papers.values():
            if rows not in order:
                yield self._paper(rows)
        again = all(one.decision == "duplicate" for rows in order for one in rows)
        lines = [self._paper(rows) for rows in order]
        if len(lines) <= FEW and not again:
            yield from lines
        else:
            yield from self._folded(f"order|{name}", lines, "repeats" if again else "order")
        yield from self._folded(f"others|{name}", [self._row(one, 1) for one in others], "others")

    def _periods(self, batch: Rows) -> str:
        """The periods the papers of a batch are of, in words; "" without any."""
        names = {id: name for names in self.session.workspace.period_names().values() for id, name in names.items()}
        return "、".join(dict.fromkeys(names[one.period] for one in reversed(batch) if one.period in names))

    def choose(self, place: str) -> None:
        """Stand on what came last: the first line that needs somebody, else the one that folds what is in order."""
        if place == NEWEST and (rows := self.grid.lines.rows):
            self.grid.choose(rows[min(1, len(rows) - 1)].key)
        self.grid.setFocus()

    def _folded(self, key: str, rows: list[TableRow], called: str) -> Iterator[TableRow]:
        if not rows:
            return
        unfolded = key in self._unfolded
        mark = "▾" if unfolded else "▸"
        words = f"{mark} {say(f'office.receptions.{called}', n=len(rows))}"
        yield TableRow(key=key, cells=(TableCell(text=words, tone="quiet"),), wide=True)
        if unfolded:
            yield from rows

    def _decisive(self, rows: Rows) -> ReceptionRow:
        """The line of a paper that says most: the first that is no copy."""
        return next((one for one in rows if one.decision != "duplicate"), rows[0])

    def _paper(self, rows: Rows) -> TableRow:
        return self._row(self._decisive(rows), len(rows))

    def _row(self, one: ReceptionRow, files: int) -> TableRow:
        papers = self.session.workspace.store.papers_of(one.digest) if one.digest else ()
        known = papers[0].unit if papers else one.unit  # a rejected paper says of whom it is, too
        unit = self.session.unit_name(known) if known and known in self.session.plan.units else "—"
        why = _why(one)
        more = say("office.receptions.more", n=files) if files > 1 else ""
        through = (one.channel, one.by) if one.decision == CORRECTED else (one.channel,)
        return TableRow(
            key=str(one.id),
            cells=(
                TableCell(text=format_time(one.registered_at)),
                TableCell(text=unit, bold=True),
                TableCell(text=say(f"office.decision.{one.decision}"), sign=SIGNS.get(one.decision, Sign.NOT_DUE)),
                TableCell(text=_some(why), tip=_together(why), tone="quiet", small=True),
                TableCell(text=f"{one.file}{more}", tone="quiet", small=True),
                TableCell(text=" · ".join(part for part in through if part), tone="quiet", small=True),
            ),
        )

    def _paper_at(self) -> PaperRow | None:
        """The paper of the current line; None on a line of a batch and of what is no paper."""
        key = self.grid.current_key()
        row = next((one for one in self.session.receptions if str(one.id) == key), None)
        papers = self.session.workspace.store.papers_of(row.digest) if row and row.digest else ()
        return next((one for one in papers if row and one.key == row.key), papers[0] if papers else None)

    def correct_current(self) -> None:
        """Ask when, how and through whom the current paper came really."""
        paper = self._paper_at()
        if paper is not None:
            self.acts.correct_reception(paper)

    def _open(self, key: str) -> None:
        if key.partition("|")[0] in FOLDS:
            self._unfolded ^= {key}
            self.show_now()
            return
        row = next((one for one in self.session.receptions if str(one.id) == key), None)
        papers = self.session.workspace.store.papers_of(row.digest) if row and row.digest else ()
        if papers:
            self.parts.go("unit", f"{papers[0].unit}|{papers[0].period}")

    def keys(self) -> str:
        """Return the keys of this page."""
        return say("office.receptions.keys")

    def primary(self) -> str:
        """Receive more."""
        return say("office.receive")

    def do(self) -> None:
        """Receive more."""
        self.parts.receive()


def _why(one: ReceptionRow) -> list[str]:
    """Why a file was taken as it was, sentence by sentence: of a paper with many hints there are dozens."""
    return [str(reason.get("message", "")) for reason in json.loads(one.reasons)]


def _together(why: Sequence[str]) -> str:
    return joined(text.rstrip("。") for text in why) if len(why) > 1 else "".join(why)


def _some(why: Sequence[str]) -> str:
    """So many reasons that a line of the list stays one; how many there are in all, where some are left out."""
    if len(why) <= REASONS:
        return _together(why)
    return say("office.receptions.more_reasons", 原因=_together(why[:REASONS]), n=len(why))


def _corrector(one: ReceptionRow) -> str:
    """Who corrected a line of the register; who took the paper in is another matter."""
    return next((str(reason["by"]) for reason in json.loads(one.reasons) if reason.get("by")), one.by)
