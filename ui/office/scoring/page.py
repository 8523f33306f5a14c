"""Scores 考核评分: by the rules the office gave; a preview until they are locked, and what came after that."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QResizeEvent

from models.basics.errors import AppError
from models.basics.messages import joined, say
from models.basics.period import PLAN_ZONE, format_time
from models.scoring.locking import LockedScores, lock_scores, locked_scores, preview_scores, rules_in_force, set_rules
from models.scoring.rules import ScorePart, ScoreRules, blank_rules
from models.scoring.scores import ScoreLine, UnitScore, shown_points, shown_rate
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file
from ui.look.fitting import ROOMY
from ui.look.signs import Sign
from ui.look.widgets import button
from ui.office.asking import AskedField
from ui.office.doing import DOING, Said, ask_act, do_apart
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.session import OfficeSession

NARROW_NAME, NAME, ROOMY_NAME = 150, 220, 320  # pixels: the column of units, and of what was scored


class ScoresPage(OfficePage):
    """考核评分."""

    key = "scores"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self.rules: ScoreRules | None = None
        self.locked: LockedScores | None = None
        self.scores: tuple[UnitScore, ...] = ()
        self._narrow, self._open = False, ""  # the unit whose lines stand under it
        heads = [TableHead(text=say("scoring.head.unit"), width=NAME)]
        heads += [TableHead(text=say(f"scoring.share.{share}"), width=84, right=True) for share in ScorePart]
        heads += [
            TableHead(text=say("scoring.head.total"), width=84, right=True),
            TableHead(text=say("scoring.head.grade"), width=96),
            TableHead(text=say("scoring.head.remark"), width=0),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.empty = say("scoring.page.none")
        self.grid.opened.connect(self._unfold)
        self.open = button(say("scoring.page.open"), self.choose_rules)
        self.form = button(say("scoring.page.form"), self.write_rules)
        self.export = button(say("scoring.page.export"), self.write_book)
        self.built(self._head, self.grid, self.form, self.open, self.export)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("scoring.page.title")

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many papers came after the open period was locked."""
        locked = locked_scores(session.workspace, session.period_id)
        return len(locked.after) if locked else 0

    def set_narrow(self, *, narrow: bool) -> None:
        """Give the room to the points."""
        self._narrow = narrow
        self._give_room()
        for number, part in enumerate(ScorePart, 1):  # the longest of their names stands in the last
            self.grid.setColumnWidth(number, 64 if narrow and part is not ScorePart.QUALITY else 84)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window the name of a task takes one line."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        roomy = self.window().width() >= ROOMY
        self.grid.setColumnWidth(0, NARROW_NAME if self._narrow else ROOMY_NAME if roomy else NAME)

    def show_now(self) -> None:
        """Show the scores of the open period: those locked, else as they stand."""
        office, period = self.session.workspace, self.session.period_id
        self.rules, self.locked, self.scores = None, None, ()
        try:
            self.rules, self.locked = rules_in_force(office), locked_scores(office, period)
            if self.locked is not None:
                self.scores = self.locked.scores
            elif self.rules is not None:
                self.scores = preview_scores(office, period, self.rules)
        except AppError as error:
            self._head.setText(trouble(error))
        else:
            self._head.setText(self._state())
        self.export.setEnabled(bool(self.scores))
        self.grid.show_rows(list(self._rows()))
        self.primary_changed.emit()

    def _state(self) -> str:
        name = self.session.plan.periods[self.session.period_id].name
        if self.locked is not None:
            one = self.locked
            facts = {"n": one.number, "时间": format_time(one.at), "谁": one.by, "文号": one.document}
            return f"{self.title()}　{say('scoring.page.locked', 期=name, **facts)}".strip()
        if self.rules is None:
            return self.title()
        lacking = self.rules.lacking()
        if lacking:
            return f"{self.title()}　{say('scoring.page.lacking', 期=name, 原因=lacking[0])}"
        return f"{self.title()}　{say('scoring.page.preview', 期=name, 文号=self.rules.document)}".strip()

    def _rows(self) -> Iterator[TableRow]:
        after = {one.unit: one for one in self.locked.after} if self.locked else {}
        for one in self.scores:
            parts = [shown_points(one.parts[share]) if share in one.parts else "—" for share in ScorePart]
            came = after.get(one.unit)
            remarks = [say("scoring.book.after")] if came else []
            words = joined((*remarks, *one.remarks))
            yield TableRow(
                key=one.unit,
                cells=(
                    TableCell(text=one.name, bold=True),
                    *(TableCell(text=text, right=True) for text in parts),
                    TableCell(text=one.shown, right=True, bold=True),
                    TableCell(text=one.grade),
                    TableCell(text=words, tone="warning" if came else "quiet", sign=Sign.LATE if came else None),
                ),
            )
            if one.unit == self._open:
                yield from (self._line(one.unit, number, line) for number, line in enumerate(one.lines))

    def _line(self, unit: str, number: int, line: ScoreLine) -> TableRow:
        shares = [TableCell(text="") for _ in ScorePart]
        place = list(ScorePart).index(ScorePart(line.share))
        shares[place] = TableCell(text=line.shown, right=True, small=True)
        told = [f"{say('scoring.head.given')} {shown_points(line.given)}"] if line.share != ScorePart.QUALITY else []
        told += [say("scoring.page.rate", 数=shown_rate(line.rate))] if line.rate is not None else []
        told += [line.remark] if line.remark else []
        return TableRow(
            key=f"{unit}|{number}",
            under=True,
            cells=(
                TableCell(text=line.name, small=True),
                *shares,
                TableCell(text=""),
                TableCell(text=""),
                TableCell(text="　".join(told), small=True, tone="quiet"),
            ),
        )

    def _unfold(self, key: str) -> None:
        unit = key.partition("|")[0]
        self._open = "" if self._open == unit else unit
        self.grid.show_rows(list(self._rows()))
        self.grid.choose(unit)

    def choose_rules(self) -> None:
        """Take rules from a file, once somebody has said so."""
        chosen = ask_file(self, say("scoring.page.open"), kinds=say("scoring.page.open_file"))
        if chosen:
            self.take_rules(Path(chosen))

    def take_rules(self, path: Path) -> None:
        """Ask who takes the rules of a file, and take them."""
        from forms.guards.guards import text_file

        def work(said: Said, _: Progress) -> str:
            set_rules(self.session.workspace, text_file(path), by=self.session.name_person(said["by"]))
            return say("scoring.page.set_done")

        self._ask("open", say("scoring.page.open_effect"), [self.session.person_field], work)

    def write_rules(self) -> None:
        """Write the rules in force, or a blank form, to be filled in."""
        from models.issued.views import write_view

        office = self.session.workspace
        text = self.rules.text if self.rules else blank_rules(self.session.plan)
        name = f"{say('scoring.page.open').strip('…')}.toml"  # one that somebody is filling in keeps it
        (path,) = write_view(office.store, office.folder / self.title(), {name: text.encode()})
        self.parts.tell(say("scoring.page.form_done", 文件=path), Mark.DONE)

    def write_book(self) -> None:
        """Write the 考核评分表."""
        office, period, scores, locked = self.session.workspace, self.session.period_id, self.scores, self.locked

        def work(_: Progress) -> Path:
            from forms.scoring.book import write_scores

            return write_scores(office, period, scores, locked, office.folder / self.title(), datetime.now(PLAN_ZONE))

        def done(path: Path) -> None:
            self.parts.tell(say("scoring.page.export_done", 文件=path), Mark.DONE)

        self.parts.tell(say(DOING), Mark.HINT)
        do_apart(self.parts, self, work, done)

    def primary(self) -> str:
        """Return the act: locking, once the rules are whole; before that giving the rules."""
        if self.rules is None or self.rules.lacking():
            return say("scoring.page.open")
        if not self.scores:
            return ""
        return say("scoring.page.lock_again" if self.locked else "scoring.page.lock")

    def keys(self) -> str:
        """Return the keys of this page, "" while there is nothing to unfold."""
        return say("scoring.page.keys") if self.scores else ""

    def do(self) -> None:
        """Lock the scores as they stand; without whole rules give them."""
        if self.rules is None or self.rules.lacking():
            self.choose_rules()
            return
        if not self.primary():
            return

        def work(said: Said, _: Progress) -> str:
            office, period = self.session.workspace, self.session.period_id
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            done = lock_scores(office, period, reason=said.get("reason", ""), by=by, at=now)
            return say("scoring.page.locked_done", 期=name, n=done.number)

        name = self.session.plan.periods[self.session.period_id].name
        why = [AskedField(name="reason", words=say("scoring.page.why"), reason=True)] if self.locked else []
        effect = say("scoring.page.lock_effect", 期=name, n=len(self.scores))
        self._ask("lock", effect, [*why, self.session.person_field], work)

    def _ask(self, name: str, effect: str, fields: list[AskedField], work: Callable[[Said, Progress], str]) -> None:
        title, primary = say(f"scoring.page.{name}").strip("…"), say(f"scoring.page.{name}_now")
        self.dialog = ask_act(self.parts, self, title, effect, fields, primary, work, self._done)
        self.dialog.open()

    def _done(self, words: str) -> None:
        self.parts.tell(words, Mark.DONE)
