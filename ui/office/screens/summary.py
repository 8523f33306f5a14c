"""Summary 指标汇总: where the city stands; Enter unfolds the units' figures that make a value, before one's eyes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QResizeEvent, QShortcut

from models.basics.addresses import split_address
from models.basics.messages import say
from models.city.summary import Result
from models.city.verdict import (
    target_text,
)
from models.office.desk_lists import trace_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.look.fitting import ROOMY
from ui.look.signs import SignedLine
from ui.look.theme import ui_font
from ui.look.widgets import button
from ui.office.asking import AskedField
from ui.office.doing import Said, ask_act
from ui.office.figures.proof import proof_text
from ui.office.figures.result_rows import counted, result_row
from ui.office.figures.unfolded import SEVERAL, RowKey, Unfolded, row_key
from ui.office.grid import NAME, OfficeGrid
from ui.office.lists.codes import short_code
from ui.office.lists.rows import TableCell, TableHead, TableRow, cell_font
from ui.office.meeting import SCALE
from ui.office.page import OfficePage, OfficeParts, page_head

LEAST_TARGET, WIDEST_TARGET, MEASURE, WIDEST_NAME = 62, 150, 84, 480  # pixels
CLAUSE, VALUE, COMPLETION, BASIS, VERDICT, BEFORE = 1, 5, 6, 8, 9, 10  # columns
SECONDARY = (CLAUSE, 2, COMPLETION, BASIS, BEFORE)  # those narrow windows do without: lead too
EDGES = 48  # pixels: margins and scroll bar beside the table
REST, SOME = "rest", 3  # the row of all that the period does not ask, and how many of them it names


class SummaryPage(OfficePage):
    """指标汇总."""

    key = "summary"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self._counts, self._open, self._said = page_head(), SignedLine("small"), "", ""
        self._narrow, self._rest_open = False, False
        self.session.compared.connect(self._show_head)
        self._heads = [
            TableHead(text=say("office.summary.indicator"), width=0),
            TableHead(text=say("office.summary.clause"), width=78, wraps=False),
            TableHead(text=say("office.summary.lead"), width=90),
            TableHead(text=say("office.summary.target"), width=self._target_width(), right=True),
            TableHead(text=say("office.summary.measure"), width=MEASURE),
            TableHead(text=say("office.summary.value"), width=70, right=True),
            TableHead(text=say("office.summary.completion"), width=120),
            TableHead(text=say("office.summary.coverage"), width=54, right=True),
            TableHead(text=say("office.summary.basis"), width=88, wraps=False),
            TableHead(text=say("office.summary.verdict"), width=150),
            TableHead(text=say("office.summary.before"), width=58, right=True),
        ]
        self.grid = OfficeGrid(self.title(), self._heads)
        self.grid.opened.connect(self._unfold)
        self.grid.current_changed.connect(self.primary_changed)
        folds = QShortcut(QKeySequence(Qt.Key.Key_Left), self.grid, self.fold)
        folds.setContext(Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence.StandardKey.Copy, self).activated.connect(self.copy_proof)
        QShortcut(QKeySequence.StandardKey.Print, self).activated.connect(self.print_proof)
        self._copy = button(say("office.summary.copy"), self.copy_proof)
        self.proof = button(say("office.summary.print"), self.print_proof)
        self.decide = button(say("office.differences.decide"), self._decide)
        self.built(self._head, self.grid, self._counts, self._copy, self.proof, self.decide)

    def _target_width(self) -> int:
        """Room for the longest target of the plan: a range, a grade in words."""
        metrics = QFontMetrics(ui_font())
        texts = (target_text(one, one.target) for one in self.session.plan.indicators.values())
        return min(WIDEST_TARGET, max([LEAST_TARGET, *(metrics.horizontalAdvance(f"≥{text}") + 18 for text in texts)]))

    def _name_width(self) -> int:
        """Room for the longest name of the plan, within reason, at the usual size."""
        metrics, scale = QFontMetrics(cell_font(TableCell(text=""), self.grid.scale)), self.grid.scale
        names = [metrics.horizontalAdvance(one.name) / scale + 20 for one in self.session.plan.indicators.values()]
        return round(min(WIDEST_NAME, max([NAME, *names])))

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep name, target, measure, value and verdict."""
        self._narrow = narrow
        for column in SECONDARY:
            self.grid.setColumnHidden(column, narrow)
        self._counts.setVisible(not narrow)

    def set_meeting(self, *, on: bool) -> None:
        """Larger, without the papers behind a figure."""
        self.grid.set_scale(SCALE if on else 1.0)
        self._give_room()
        for column in (CLAUSE, BASIS, BEFORE):
            self.grid.setColumnHidden(column, on or self._narrow)
        for one in (self.proof, self.decide):
            one.setVisible(not on)
        self._copy.setVisible(not on and self.window().width() >= ROOMY)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.summary.title")

    def show_now(self) -> None:
        """Show every indicator; those the period does not ask come last."""
        results = self.session.summary.results
        self._counts.show_parts(counted(results))
        self._said = say("office.summary.head", n=len(results))
        self._show_head()
        asked = [one for one in results if one.is_told]
        others = [one for one in results if one not in asked]
        rows = [row for one in asked for row in self._rows(one)]
        if others and asked:
            rows.append(self._rest(others))
        if self._rest_open or not asked:
            rows += [row for one in others for row in self._rows(one)]
        self.grid.show_rows(rows)

    def _rest(self, others: Sequence[Result]) -> TableRow:
        """The line that all stand for whom the period does not ask; Enter shows them."""
        names = [one.indicator.name for one in others]
        some = "、".join(names[:SOME])
        some = some if len(names) <= SOME else say("office.summary.some", 名单=some)
        facts = {"标": "▾" if self._rest_open else "▸", "n": len(others), "名单": some}
        words = say("office.summary.rest", **facts)
        return TableRow(key=REST, cells=(TableCell(text=words, tone="quiet", tip="、".join(names)),), wide=True)

    def _give_room(self) -> None:
        """In a wide window names and measures stand whole, and the bars take what is left."""
        roomy = self.window().width() >= ROOMY
        self.grid.give_room(COMPLETION if roomy else 0, self._name_width())
        self.grid.set_close(close=not roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window names are whole and near their figures; the bars get the room."""
        super().resizeEvent(event)
        self._give_room()
        roomy = self.window().width() >= ROOMY
        self._copy.setVisible(roomy and not self.session.meeting)  # Ctrl+C does it at any width
        if self._open:
            self.show_now()

    def _show_head(self) -> None:
        comparing = f"　{say('office.summary.comparing')}" if self.session.comparing else ""
        self._head.setText(f"{self._said}{comparing}")

    def _rows(self, one: Result) -> Iterator[TableRow]:
        yield result_row(self.session, one, opened=one.indicator.id == self._open)
        if one.indicator.id == self._open:
            yield from self._shares(one)

    def _shares(self, one: Result) -> Iterator[TableRow]:
        """What a value is made of, unit by unit, and what it adds up to."""
        yield from Unfolded(self.session, one, round((self.width() - EDGES) / self.grid.scale)).rows()

    def _unfold(self, at: str) -> None:
        if at == REST:
            self._rest_open = not self._rest_open
            self.show_now()
            return
        key = row_key(at)
        if key.unit in self.session.plan.units:
            self._open_paper(key)
            return
        self._open = "" if self._open == key.indicator else key.indicator
        self.show_now()
        if below := [number for number, row in enumerate(self.grid.lines.rows) if row.under]:
            self.grid.scrollTo(
                self.grid.lines.index(below[-1], 0)
            )  # down to what it adds up to, as far as there is room
        self.grid.choose(key.indicator)

    def _open_paper(self, key: RowKey) -> None:
        """Show the paper itself at the cell; of a unit without one what there is of it."""
        if self.session.meeting:
            return
        digest = self._paper_of(key)
        self.parts.go(*(("paper", f"{digest}{SEVERAL}{key.address}") if digest else ("unit", key.unit)))

    def _paper_of(self, key: RowKey) -> str:
        """The digest of the paper a row's cell stands on; "" for none. A department's lines stand on its paper."""
        parts = split_address(key.address)
        lead = self.session.plan.indicators[key.indicator].main_reporter
        facts = self.session.papers.get(lead if parts and parts.line else key.unit)
        return facts.digest if facts else ""

    def fold(self) -> None:
        """Fold what is unfolded, from wherever one stands under it."""
        if self._open and row_key(self.grid.current_key()).indicator == self._open:
            self._unfold(self._open)

    def choose(self, place: str) -> None:
        """Unfold an indicator."""
        self._open = place
        found = self.session.summary.of(place)
        self._rest_open = self._rest_open or not found.is_told
        self.show_now()
        self.grid.choose(place)
        self.grid.setFocus()

    def primary(self) -> str:
        """Return what Enter does."""
        if self.grid.current_key() == REST:
            return say("office.summary.fold_rest" if self._rest_open else "office.summary.show_rest")
        key = row_key(self.grid.current_key())
        if key.unit in self.session.plan.units and not self.session.meeting:
            kind = "office.summary.open_paper" if self._paper_of(key) else "office.roster.open"
            return say(kind, 单位=self.session.unit_name(key.unit))
        folds = key.indicator == self._open
        return say("office.summary.fold" if folds else "office.summary.unfold") if key.indicator else ""

    def keys(self) -> str:
        """Return the keys that act here."""
        key = row_key(self.grid.current_key())
        if not key.indicator or key.indicator == REST or self.session.meeting:
            return ""
        return say("office.summary.keys_open" if key.indicator == self._open else "office.summary.keys")

    def do(self) -> None:
        """Do what Enter does."""
        if self.grid.current_key():
            self._unfold(self.grid.current_key())

    def copy_proof(self) -> None:
        """Copy where the current value comes from, as text that can be pasted into a letter."""
        indicator = self._current()
        if not indicator:
            return
        one = self.session.summary.of(indicator)
        opened = indicator == self._open
        rows = (result_row(self.session, one, opened=opened), *self._shares(one))
        QGuiApplication.clipboard().setText(
            proof_text(self.session, (head.text for head in self._heads), rows, self._code)
        )
        self.parts.tell(say("office.summary.copied", 指标=one.indicator.name), Mark.DONE)

    def _code(self, key: str) -> str:
        """The check code of the paper a row stands on, "" for none."""
        at = row_key(key)
        digest = self._paper_of(at) if at.unit in self.session.plan.units and not self.session.meeting else ""
        return short_code(digest) if digest else ""

    def _current(self) -> str:
        """The indicator of the current row, "" for none."""
        key = row_key(self.grid.current_key()).indicator
        return "" if key == REST else key

    def _decide(self) -> None:
        """Go where an 审定数 is recorded, with its effect before the act."""
        if indicator := self._current():
            self.parts.go("rulings", f"figure|{indicator}")

    def print_proof(self) -> None:
        """Ask who wants to know, then write the 数据来源单 of the current value: which cells of which papers it is."""
        indicator, office = self._current(), self.session.workspace
        if not indicator or self.session.meeting:
            return
        out, period = office.folder / say("papers.kind.trace"), self.session.period_id

        def work(said: Said, _: Progress) -> Path:
            from forms.decisions.written import write_sources

            by, found = self.session.name_person(said["by"]), trace_of(office, period, indicator, None)
            (path,) = write_sources(office, found, out, at=None, by=by, reason=said["reason"])
            return path

        def done(path: Path) -> None:
            self.parts.tell(say("office.summary.printed", 文件=path), Mark.DONE)

        reason = AskedField(name="reason", words=say("office.summary.asked_why"), needed=False, reason=True)
        title, primary = say("office.summary.print"), say("office.summary.print_now")
        effect = say("office.summary.print_effect", 指标=self.session.summary.of(indicator).indicator.name, 目录=out)
        fields = [reason, self.session.person_field]
        self.dialog = ask_act(self.parts, self, title, effect, fields, primary, work, done)
        self.dialog.open()
