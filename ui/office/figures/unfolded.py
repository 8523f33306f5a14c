"""Unfolded: the rows under a figure of 指标汇总 — who gave what, part by part, on which paper, and what it adds up to.

A unit that gave nothing is a row too; zones told as 其中 and the department's own figure stand on lines of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from PySide6.QtGui import QFontMetrics

from models.basics.addresses import Address, split_address
from models.basics.messages import joined, say
from models.basics.quantity import format_exact, in_cell
from models.basics.records import dataclass
from models.city.city import Share, added
from models.city.figures import ratio
from models.city.summary import Result
from models.desk.trace import components, least_decimals
from models.ledger.share_words import ABSENT, share_words
from models.plan.plan import Item
from models.sheet.cells import State
from ui.basics.texts import time_text
from ui.look.signs import Sign
from ui.look.theme import ui_font
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession

SEVERAL = "|"  # between indicator, unit and cell in the key of a row
NAME, REVISION, CAME, STAMP, SAID = 150, 40, 96, 56, 150  # pixels
NARROW_PART, WIDE_PART, PADDING = 62, 128, 18
BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKey:
    """What a row of 指标汇总 is about: an indicator, and under it a unit with the address of a cell ("" for none)."""

    indicator: str
    unit: str = ""
    address: str = ""

    def __str__(self) -> str:
        return SEVERAL.join(part for part in (self.indicator, self.unit, self.address) if part)


def row_key(text: str) -> RowKey:
    """Return the parts of a row's key."""
    indicator, unit, address, *_ = (*text.split(SEVERAL), "", "")
    return RowKey(indicator=indicator, unit=unit, address=address)


class Unfolded:
    """What stands under one figure, in a table so many pixels wide."""

    def __init__(self, session: OfficeSession, result: Result, width: int) -> None:
        """Look at what the figure is made of."""
        self._session, self._result, self._width = session, result, width
        self._city, self._plan, self._papers = session.city, session.plan, {} if session.meeting else session.papers
        self._by_county = bool(result.totals) and self._city.by_county(components(self._plan, result.indicator)[:1])
        self._said = {(one.unit, one.item): one.explanation for one in session.trace(result.indicator.id).cells}
        self._places: dict[str, int] = {}
        self._called: dict[str, str] = {}  # the heads of the parts
        times, metrics = {time_text(one.registered) for one in self._papers.values()}, QFontMetrics(ui_font(12))
        self._came = max((CAME, *(metrics.horizontalAdvance(one) + PADDING for one in times)))  # longer with a year
        self._late = {one.unit: one.working_days for one in session.roster.late}

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows, heads first, what is to be said of the figure last."""
        if self._result.totals:
            yield from self._added()
        else:
            yield from self._alone()
        for number, note in enumerate(self._result.notes):
            yield self._line(f"note{number}", note)

    def _added(self) -> Iterator[TableRow]:
        """The shares of a sum, part by part."""
        one, total = self._result, self._result.total
        if total is None:
            return
        items = components(self._plan, one.indicator)
        widths = self._widths(items)
        items = items[-len(widths) :]
        yield self._head(widths, [self._called[item] for item in items], say("office.summary.unit"))
        shares = {share.unit: [self._share(share.unit, item) for item in items] for share in total.shares}
        columns = {item: [cells[n].figure for cells in shares.values()] for n, item in enumerate(items)}
        self._places = {item: self._most(item, column) for item, column in columns.items()}
        for share in total.shares:
            cells = shares[share.unit]
            yield self._unit(share.unit, str(self._address(items[-1], share.unit)), widths, items, cells)
        if total.within:
            figures_of = ((one.unit, self._share(one.unit, items[-1]).figure) for one in total.within)
            zones = (f"{self._session.unit_name(unit)} {self._text(figure, items[-1])}" for unit, figure in figures_of)
            yield self._line("within", say("office.summary.within", 各区="、".join(zones)))
        answered = len([share for share in total.shares if share.answered])
        sums = [self._text(self._whole(item, columns[item]), item) or "—" for item in items]
        yield self._sum(say("office.summary.sum", n=answered), widths, sums)
        if one.department is not None:
            name = say("office.summary.department", 部门=self._session.unit_name(one.department.unit))
            figures = [*[""] * (len(items) - 1), self._text(one.department_value, items[-1]) or "—"]
            yield self._sum(name, widths, figures, bold=False)

    def _whole(self, item: str, column: Sequence[Decimal | None]) -> Decimal | None:
        """What a column comes to: its sum; of a ratio what the sums give, which is the figure itself."""
        if not self._is_ratio(item):
            return added(column)
        if self._result.indicator.falls_from_base:  # the figure itself is what the ratio has fallen by
            sums = [total.figure for total in self._result.totals if total.figure is not None]
            return ratio(self._result.indicator, sums)
        return self._result.exact

    def _is_ratio(self, item: str) -> bool:
        return item == self._result.indicator.value_item and len(self._result.totals) > 1

    def _address(self, item: str, unit: str) -> Address:
        return Address(item) if self._by_county else Address(item, unit)

    def _share(self, unit: str, item: str) -> Share:
        home = unit if self._by_county else self._result.indicator.main_reporter
        return self._city.share(home, str(self._address(item, unit)))

    def _widths(self, items: Sequence[str]) -> tuple[int, ...]:
        """How wide the parts are; where there is no room for all, only the share itself is shown."""
        metrics = QFontMetrics(ui_font(12))
        room = self._width - NAME - self._paper_width()

        def wanted() -> tuple[int, ...]:
            return tuple(max(NARROW_PART, metrics.horizontalAdvance(self._called[one]) + PADDING) for one in items)

        self._called = {item: self._name(item) for item in items}
        if sum(wanted()) > room:
            self._called = _without_brackets(self._called)
        widths = wanted()
        if sum(widths) > room:
            widths = tuple(min(WIDE_PART, one) for one in widths)
        if sum(widths) > room:
            widths = tuple(min(one, room // len(items)) for one in widths)
        return widths if min(widths) >= NARROW_PART - 8 else (WIDE_PART,)

    def _paper_width(self) -> int:
        return REVISION + self._came + STAMP + SAID if self._papers else 0

    def _alone(self) -> Iterator[TableRow]:
        """The cells of a figure that one department gives, or several put together."""
        cells = self._session.trace(self._result.indicator.id).cells
        if not cells:  # nobody has given anything: the notes say who owes it
            return
        widths = (self._width - NAME - self._paper_width() - WIDE_PART, WIDE_PART)
        yield self._head(widths, [say("office.summary.item"), say("office.summary.value")], say("office.summary.unit"))
        for cell in cells:
            figure = self._text(cell.value, cell.item) or self._state(cell.unit, cell.state)
            tone = "text" if cell.counted else "quiet"
            parts = (
                TableCell(text=self._name(cell.item), small=True, tone=tone),
                TableCell(text=figure, right=True, small=True, bold=cell.counted, tone=tone),
            )
            yield self._row(cell.unit, cell.item, widths, parts, self._facts(cell.unit, cell.unit, [cell.item]))

    def _item(self, address: str) -> Item:
        parts = split_address(address)
        return self._plan.items[parts.item if parts else address]

    def _name(self, address: str) -> str:
        return self._item(address).name

    def _unit(
        self, unit: str, address: str, widths: Sequence[int], items: Sequence[str], shares: Sequence[Share]
    ) -> TableRow:
        cells = []
        gone = all(share.state == ABSENT for share in shares)  # no return in force: said once, in the last column
        for item, share in zip(items, shares, strict=True):
            figure = "" if share.state == State.NIL else self._text(share.figure, item)
            cells.append(
                TableCell(
                    text=figure or ("—" if gone and item != items[-1] else self._state(unit, share.state)),
                    right=True,
                    small=True,
                    bold=item == items[-1],
                    tone="text" if figure else "quiet",
                )
            )
        home = unit if self._by_county else self._result.indicator.main_reporter
        asked = [str(self._address(item, unit)) for item in items]
        return self._row(unit, address, widths, cells, self._facts(unit, home, asked))

    def _row(
        self, unit: str, address: str, widths: Sequence[int], cells: Sequence[TableCell], facts: Sequence[TableCell]
    ) -> TableRow:
        name = TableCell(text=self._session.unit_name(unit), small=True)
        key = RowKey(indicator=self._result.indicator.id, unit=unit, address=address)
        return self._laid(str(key), widths, (name, *cells), facts)

    def _facts(self, unit: str, home: str, addresses: Sequence[str]) -> Sequence[TableCell]:
        """The paper a share stands on, and what was said of it; nothing in a meeting."""
        if not self._papers:
            return ()
        paper = self._papers.get(home)
        if paper is None:
            return (TableCell(), TableCell(), TableCell(), TableCell())
        came = time_text(paper.registered)
        differs = self._difference(unit)
        late = say("office.summary.late", n=self._late[home]) if home in self._late else ""
        said = joined(dict.fromkeys(text for at in addresses if (text := self._said.get((home, at), ""))))
        words = joined(part for part in (differs, late, said) if part)
        return (
            TableCell(text=str(paper.revision), right=True, small=True),
            TableCell(text=came, small=True, tone="quiet"),
            TableCell(sign=Sign.STAMPED if paper.stamped else None),
            TableCell(text=words, small=True, tone="warning" if differs or late else "quiet"),
        )

    def _difference(self, unit: str) -> str:
        """That the department's line says something else of a county."""
        lead = self._session.unit_name(self._result.indicator.main_reporter)
        for one in self._session.summary.reconciliation:
            found = next((line for line in one.units if line.unit == unit), None)
            if one.indicator == self._result.indicator.id and found is not None:
                return say("office.summary.differs", 部门=lead, 数=self._text(found.department, one.item))
        return ""

    def _head(self, widths: Sequence[int], names: Sequence[str], first: str) -> TableRow:
        cells = [TableCell(text=first, small=True, tone="quiet")]
        text = not self._result.totals
        cells += [
            TableCell(text=name, small=True, tone="quiet", right=not (text and number == 0))
            for number, name in enumerate(names)
        ]
        facts = [
            TableCell(text=say(f"office.summary.{name}"), small=True, tone="quiet", right=name == "revision")
            for name in ("revision", "came", "stamp", "said")
        ]
        return self._laid(f"{self._result.indicator.id}{SEVERAL}#head", widths, cells, facts if self._papers else ())

    def _sum(self, name: str, widths: Sequence[int], figures: Sequence[str], *, bold: bool = True) -> TableRow:
        cells = [TableCell(text=name, bold=bold, small=True)]
        cells += [TableCell(text=figure, right=True, bold=bold, small=True) for figure in figures]
        key = "sum" if bold else "department"
        facts = [TableCell()] * 4 if self._papers else []
        return self._laid(f"{self._result.indicator.id}{SEVERAL}{key}", widths, cells, facts)

    def _laid(
        self, key: str, widths: Sequence[int], cells: Sequence[TableCell], facts: Sequence[TableCell]
    ) -> TableRow:
        """A row with columns of its own; what was said has the room that is left."""
        room = (REVISION, self._came, STAMP, 0) if facts else ()
        inside = (NAME, *widths, *room)
        return TableRow(key=key, cells=(*cells, *facts), under=True, wide=True, inside=inside)

    def _line(self, key: str, words: str) -> TableRow:
        return TableRow(
            key=f"{self._result.indicator.id}{SEVERAL}{key}",
            cells=(TableCell(text=words, small=True),),
            under=True,
            wide=True,
        )

    def _text(self, figure: Decimal | None, address: str) -> str:
        """A figure as it was added up; a ratio with the decimals it is decided with."""
        if figure is not None and self._is_ratio(address):
            return in_cell(figure, self._result.decimals, self._plan.rounding)
        return format_exact(figure, self._places.get(address, self._least(address)))

    def _least(self, address: str) -> int:
        return least_decimals(self._plan, self._result, address)

    def _most(self, item: str, column: Sequence[Decimal | None]) -> int:
        """The decimals of a column: of the figure that has most, so that they stand under each other."""
        own = (one.normalize().as_tuple().exponent for one in column if one is not None)
        return max(self._least(item), *(-one for one in own if isinstance(one, int)), 0)

    def _state(self, unit: str, state: str) -> str:
        return share_words(self._session.roster, unit, state)


def _without_brackets(names: Mapping[str, str]) -> dict[str, str]:
    """Names without what stands in brackets behind them, as long as they can be told apart."""
    short = {item: BRACKETS.sub("", name) or name for item, name in names.items()}
    return short if len(set(short.values())) == len(short) else dict(names)
