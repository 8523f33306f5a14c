"""Return page: a return as it came, cell by cell, at the cell one asked for; Enter opens the file itself.

Nothing is changed here. Reached from a figure, it stands in no navigation; Esc leads back to the figure.
"""

from models.basics.messages import say
from models.desk.return_lines import ReturnLine, return_lines
from models.office.stamping import stamped_papers
from models.sheet.sheet import Sheet
from models.store.office.records import PaperRow, line_in_force
from ui.basics.texts import time_text
from ui.look.signs import Sign
from ui.look.widgets import OneLine, button
from ui.office.acts.papers import PaperActs
from ui.office.grid import OfficeGrid
from ui.office.lists.codes import short_code
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head

LAST_YEAR, BEFORE, SAID = 3, 4, 5  # columns


class ReturnPage(OfficePage):
    """One return that is held here."""

    key = "paper"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._digest = ""
        self._head, self._facts = page_head(), OneLine("", "quiet")
        self.acts = PaperActs(parts, self)
        self.grid = OfficeGrid(
            self.title(),
            [
                TableHead(text=say("office.paper.item"), width=0),
                TableHead(text=say("office.paper.measure"), width=76),
                TableHead(text=say("office.paper.now"), width=112, right=True),
                TableHead(text=say("office.paper.last_year"), width=96, right=True),
                TableHead(text=say("office.paper.before"), width=96, right=True),
                TableHead(text=say("office.paper.said"), width=250),
            ],
        )
        self.grid.opened.connect(lambda _: self.do())
        back = button(say("office.paper.unit"), self._open_unit)
        keep = button(say("office.paper.keep"), lambda: self.acts.choose_keep(self._row()))
        self.built(self._head, self.grid, self._facts, 12, keep, back)

    @staticmethod
    def title() -> str:
        """Return what the page shows."""
        return say("office.paper.title")

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep item, figure and words."""
        for column in (LAST_YEAR, BEFORE):
            self.grid.setColumnHidden(column, narrow)
        self._facts.setVisible(not narrow)

    def choose(self, place: str) -> None:
        """Show a return, `digest|address`, at that cell."""
        self._digest, _, address = place.partition("|")
        self.show_now()
        self.grid.choose(address)
        self.grid.setFocus()

    def show_now(self) -> None:
        """Show the cells of the return, table by table."""
        row = self._row()
        if row is None:
            return
        name, office = self.session.unit_name(row.unit), self.session.workspace
        self._head.setText(say("office.paper.head", 单位=name, n=row.revision))
        came = line_in_force(office.store.receptions(row.digest), row.key)
        facts = [time_text(row.registered), came.channel if came else ""]
        facts.append(say("office.paper.code", 码=short_code(row.digest)))
        stamped = stamped_papers(office).get(row.digest)
        facts.append(say("office.paper.stamped", 日=stamped.came_on) if stamped else "")
        self._facts.setText(" · ".join(part for part in facts if part))
        sheet, rows, group = office.sheet_in_line(row.digest), [], None
        for line in return_lines(sheet):
            if line.group != group:
                group = line.group
                rows.append(_heading(sheet, group))
            rows.append(_shown(line))
        self.grid.show_rows(rows)
        self.primary_changed.emit()

    def _row(self) -> PaperRow | None:
        return next(iter(self.session.workspace.store.papers_of(self._digest)), None)

    def _open_unit(self) -> None:
        row = self._row()
        if row is not None:
            self.parts.go("unit", f"{row.unit}|{row.period}")

    def primary(self) -> str:
        """Return what Enter does."""
        return say("office.paper.open") if self._row() else ""

    def keys(self) -> str:
        """Return the keys that act here."""
        return say("office.paper.keys")

    def do(self) -> None:
        """Open the file as it came."""
        self.acts.open_paper(self._row())


def _heading(sheet: Sheet, group: str) -> TableRow:
    plan = sheet.plan
    if group in plan.tables:
        words = f"{group}　{plan.tables[group].name}"
    elif group in plan.blocks:
        words = plan.blocks[group].title
    else:
        words = group or say("office.paper.registers")
    return TableRow(key=f"#{group}", cells=(TableCell(text=words, bold=True, small=True),), wide=True)


def _shown(line: ReturnLine) -> TableRow:
    figure = line.measure or line.derived or line.rows is not None
    now = say("office.paper.rows", n=line.rows) if line.rows is not None else line.now
    cells = (
        TableCell(text=line.name),
        TableCell(text=line.measure, small=True, tone="quiet"),
        TableCell(text=now, right=True, bold=bool(figure)),
        TableCell(text=line.last_year, right=True, tone="quiet"),
        TableCell(text=line.before, right=True, tone="quiet"),
        TableCell(text=line.explanation, small=True, sign=Sign.KEY if line.explanation else None),
    )
    if figure:
        return TableRow(key=line.address, cells=cells)
    return TableRow(key=line.address, cells=(cells[0], TableCell(text=now, span=len(cells) - 1)))
