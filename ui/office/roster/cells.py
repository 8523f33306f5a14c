"""Roster cells: what each cell of 应报清单 says of a unit — its sign in every period, and the facts of this one.

A fact of the roster has its column by itself (`models.ledger.roster_columns`). What needs a cell of its own: a method
that returns it, a line in `_OWN`, its head in office.toml.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from PySide6.QtGui import QFontMetrics

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.records import dataclass
from models.ledger.ledger import LineState
from models.ledger.roster import Roster
from models.ledger.roster_columns import FACTS, RosterEntry, RosterFact
from models.office.desk_lists import refused_units
from models.office.nil_returns import nil_returns
from models.office.stamping import StampedPaper, stamped_papers
from ui.basics.texts import day_text, time_text
from ui.look.signs import Sign
from ui.look.theme import ui_font
from ui.office.lists.rows import TableCell
from ui.office.session import OfficeSession

STANDING = {"missing": Sign.MISSING, "held": Sign.KEY, "returned": Sign.RETURNED, "disputed": Sign.FORK}
PX_A_CHARACTER = 7  # of the width of a column


class RosterLine(NamedTuple):
    """What a row shows: its line of this period if the unit has one, and the facts of the roster."""

    line: LineState | None
    entry: RosterEntry

    @property
    def unit(self) -> str:
        """Whose row it is."""
        return self.entry.unit

    @property
    def revision(self) -> int | None:
        """The revision in force."""
        return self.entry.revision


class RosterColumn(NamedTuple):
    """A column behind those of the periods: its head (`<texts>.<key>`), its cell; 0 takes the width left."""

    key: str
    width: int
    cell: "Callable[[RosterCells, RosterLine], TableCell]"
    right: bool = False
    texts: str = "office.roster"
    whole: bool = False  # times: longer with a year


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCells:
    """What is known of the units when the page is shown."""

    session: OfficeSession
    rosters: Mapping[str, Roster]  # of each period that has begun
    busy: frozenset[str]  # units that somebody has to see to
    nil: frozenset[str]
    refused: Mapping[str, bool]
    stamped_papers: Mapping[str, StampedPaper]

    @classmethod
    def of(cls, session: OfficeSession) -> "RosterCells":
        """Ask the workspace of an open session once for everything its page shows."""
        today, shown, office = datetime.now(PLAN_ZONE).date(), session.period_id, session.workspace
        begun = [one.id for one in session.plan.periods.values() if one.start <= today or one.id == shown]
        return cls(
            session=session,
            rosters={one: office.roster(one) for one in begun},
            busy=frozenset(one.unit for one in session.matters if one.unit),
            nil=nil_returns(office, session.lines),
            refused=refused_units(office, shown),
            stamped_papers=stamped_papers(office),
        )

    def line(self, unit: str) -> RosterLine:
        """Return what the row of a unit shows."""
        line = self.session.lines.get(unit)
        stored = self.session.workspace.store.papers_of(line.in_force) if line and line.in_force else ()
        entry = RosterEntry(
            unit=unit,
            roster=self.session.roster,
            due=self.session.settings.due_of(unit, self.session.period_id),
            revision=stored[0].revision if stored else None,
            registered=stored[0].registered if stored else None,
        )
        return RosterLine(line=line, entry=entry)

    def registered(self, at: RosterLine) -> TableCell:
        """When the revision in force was registered, as printed rosters say it; beside it the time that counts."""
        known, counts = at.entry.registered, at.line.registered if at.line else None
        when = time_text(known) if known else "—"
        tip = say("office.roster.counted_from", 时=time_text(counts)) if counts and counts != known else ""
        return TableCell(text=when, tone="text" if at.revision else "quiet", tip=tip)

    def revision(self, at: RosterLine) -> TableCell:
        """The revision in force."""
        return TableCell(text=str(at.revision) if at.revision else "—", right=True)

    def stamped(self, at: RosterLine) -> TableCell:
        """▣ and the day the stamped paper came, as printed rosters say it; "" where none did."""
        day = at.entry.stamped
        if day is None:
            return TableCell(tip=say("office.roster.not_stamped"))
        noted = self.stamped_papers.get(at.line.in_force) if at.line and at.line.in_force else None
        tip = stamped_words(noted) if noted else say("office.roster.stamped_before", 日期=day.isoformat())
        return TableCell(text=day_text(day), sign=Sign.STAMPED, tone="quiet", tip=tip)

    def chased(self, at: RosterLine) -> TableCell:
        """The last time a unit was chased in this period."""
        found = [one for one in self.session.workspace.store.chases(self.session.period_id) if one.unit == at.unit]
        last = f"{day_text(found[-1].at)} {found[-1].channel}" if found else ""
        return TableCell(text=last, tone="quiet")

    def period(self, unit: str, period: str) -> TableCell:
        """How a unit stands in a period that has begun."""
        roster = self.rosters.get(period)
        if roster is None or unit not in roster.expected:
            return TableCell(sign=Sign.NOT_DUE, tip=say("office.roster.not_due"))
        sign = sign_of(roster, unit)
        if period == self.session.period_id and sign is Sign.RECEIVED and unit in self.busy:
            sign = Sign.IN_HAND
        if sign is Sign.MISSING and unit in roster.waits:
            return TableCell(sign=Sign.NOT_DUE, tip=say(f"office.roster.{roster.waits[unit]}"))
        return TableCell(sign=sign, tip=say(f"office.sign.{sign}"))

    def state(self, at: RosterLine) -> TableCell:
        """How a unit stands in this period."""
        roster, unit = self.session.roster, at.unit
        late = next((one for one in roster.late if one.unit == unit), None)
        sign = sign_of(roster, unit)
        words = say(f"office.sign.{sign}")
        if sign is Sign.LATE and late is not None:
            words = say("office.roster.late", n=late.working_days)
        elif sign is Sign.MISSING:
            sign, words = self._unreported(unit)
        elif unit in self.nil:
            words = say("office.roster.nil", 状态=words)
        if unit in roster.sent_back and sign is not Sign.RETURNED:
            words = say("office.roster.sent_back", 状态=words, n=roster.sent_back[unit].times)
        quiet = sign is Sign.RECEIVED or (sign is Sign.NOT_DUE and unit not in self.refused)
        return TableCell(text=words, sign=sign, tone="quiet" if quiet else "text")

    def _unreported(self, unit: str) -> tuple[Sign, str]:
        """How a unit without a return stands: whether its time is over, and that what it sent cannot be received."""
        why = self.session.roster.waits.get(unit)
        sign = Sign.NOT_DUE if why else Sign.MISSING
        words = say(f"office.roster.{why}") if why else say(f"office.sign.{sign}")
        if unit in self.refused:
            told = "refused_told" if self.refused[unit] else "refused_untold"
            words = say(f"office.roster.{told}", 状态=words)
        return sign, words


def sign_of(roster: Roster, unit: str) -> Sign:
    """Return the sign of how a unit stands in the period of a roster."""
    if unit in roster.disputed:
        return Sign.FORK
    if unit in roster.received:
        return Sign.LATE if any(one.unit == unit for one in roster.late) else Sign.RECEIVED
    return STANDING[roster.standing(unit)]


def short_name(name: str) -> str:
    """Return a period's name as short as a column is: 2020年第三季度（1—9月） → 三季, 2020年度（初步数） → 初步数."""
    words, _, more = name.partition("（")
    short = words.partition("年")[2].removeprefix("度")
    told = more.rstrip("）")
    if len(short) <= 1:  # 年度: told apart by what stands behind it, unless that is only a time
        only_year = words[:-1].isdigit()  # 2027年: two of its signs would say 7年
        short = told if told and not any(sign.isdigit() for sign in told) else words if only_year else words[-2:]
    return short.removeprefix("第").replace("季度", "季") if short.startswith("第") else short


def head_width(short: str) -> int:
    """Return how wide the column of a period is."""
    return max(48, QFontMetrics(ui_font(bold=True)).horizontalAdvance(short) + 18)


def of_fact(fact: RosterFact) -> RosterColumn:
    """Return the column of a fact of the roster that needs no cell of its own."""

    def cell(_: RosterCells, at: RosterLine) -> TableCell:
        said = fact.says(at.entry)
        text = format_time(said) if isinstance(said, datetime) else "—" if said is None else str(said)
        return TableCell(text=text, right=fact.figure, tone="quiet" if said is None else "text")

    return RosterColumn(fact.key, PX_A_CHARACTER * fact.characters, cell, right=fact.figure, texts="papers.summary")


_OWN: tuple[RosterColumn, ...] = (
    RosterColumn("registered", 104, RosterCells.registered, whole=True),
    RosterColumn("revision", 44, RosterCells.revision, right=True),
    RosterColumn("stamped", 72, RosterCells.stamped, whole=True),
    RosterColumn("state", 0, RosterCells.state),
    RosterColumn("chased", 104, RosterCells.chased, whole=True),
)
COLUMNS = (*_OWN, *(of_fact(one) for one in FACTS if one.in_window and one.key not in {own.key for own in _OWN}))


def stamped_words(noted: StampedPaper) -> str:
    """Return when a stamped paper came, how many copies, where they lie."""
    return say("office.roster.stamped_tip", 日期=noted.came_on, n=noted.copies, 处=noted.shelf or "—")


def stamped_cell(noted: StampedPaper | None) -> TableCell:
    """▣ and the day the stamped paper of one return came; of one whose has not come the tip says so."""
    if noted is None:
        return TableCell(tip=say("office.roster.not_stamped"))
    return TableCell(text=noted.came_on, sign=Sign.STAMPED, tone="quiet", tip=stamped_words(noted))
