"""Finding list: what the checks found, grouped by what it does to filing, explanations written in place.

Blank required cells are one line for each page, not one for each cell; checks that only wait for those are one line in
all; many rows of a register with the same trouble are one line with their numbers, and one explanation is enough for
them. Everything else is shown one by one.
"""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from models.answers.said import ROW
from models.basics.addresses import split_row_address
from models.basics.messages import say
from models.basics.records import dataclass
from models.checks.explanations import reason_name
from models.checks.findings import Finding
from models.checks.on_screen import screen_message
from ui.basics.completion import Mark, answer_lacks, follows
from ui.disagreement.words import breach_words, disagreement_told
from ui.look.marks import mark_icon
from ui.look.theme import colour, ui_font
from ui.session.carrying import is_carried_explanation
from ui.session.commands import Edits
from ui.session.screen import FINDINGS
from ui.session.session import Session

Index = QModelIndex | QPersistentModelIndex
MESSAGE, PLACE, REASON, EXPLANATION = range(4)
DISPLAY, DECORATION, EDIT, TOOL_TIP, FONT, GROUND, TONE = 0, 1, 2, 3, 6, 8, 9
GROUPS = (Mark.ERROR, Mark.MISSING, Mark.WARNING, Mark.EXPLAINED, Mark.PENDING, Mark.HINT)
HEADS = ("findings.message", "findings.place", "findings.reason", "findings.explanation")
ALIKE = 4  # rows with the same trouble from which on they are one line
SHOWN_ROWS = 12
_NO_PARENT = QModelIndex()


def _alike(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Put together what one explanation answers: the rows of a register that break one check; the others are alone."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        row = split_row_address(finding.at) if finding.at and ROW in finding.values else None
        key = f"{finding.check.id}@{row.register}" if row else finding.key
        groups.setdefault(key, []).append(finding)
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One line: a group's heading (no finding, no target) or something found. `target` is where Enter goes.

    Of a return of another period that disagrees with this one Enter opens its `period`; nothing is explained here.
    """

    message: str
    mark: Mark = Mark.NONE
    place: str = ""
    target: str = ""
    finding: Finding | None = None
    key: str = ""  # what an explanation written here is filed under
    explanation: str = ""
    heading: bool = False
    carried: bool = False  # the explanation is last period's, untouched
    period: str = ""


def disagreeing_lines(session: Session) -> Iterator[FindingLine]:
    """Yield what other returns of the unit disagree with, those that are told as findings of this one left out."""
    found, known = session.disagreement, {(one.check.id, one.at) for one, _ in session.standing.findings}
    for one in (*found.again.get(session.period_id, ()), *found.later):
        other = one.beside if one.other else one.period
        yield FindingLine(message=disagreement_told(one), mark=Mark.WARNING, heading=True, key=other.id)
        for finding in one.findings:
            if one.other is None or (finding.check, finding.at) not in known:
                yield FindingLine(
                    message=breach_words(one, finding),
                    mark=Mark.WARNING,
                    place=other.name,
                    key=f"{other.id} {finding.check}@{finding.at}",
                    period=other.id,
                )


class FindingTable(QAbstractTableModel):
    """Lines of findings. `place_of` says an address in words, `page_of` names the page that holds it."""

    lacking = Signal(str)  # words were written that are no answer yet: what to tell

    def __init__(
        self,
        session: Session,
        edits: Edits,
        place_of: Callable[[str], str],
        page_of: Callable[[str], tuple[str, str]],
        parent: QObject | None = None,
    ) -> None:
        """Start without lines; `renew` fills it."""
        super().__init__(parent)
        self._session, self._edits, self._place_of, self._page_of = session, edits, place_of, page_of
        self.lines: tuple[FindingLine, ...] = ()
        self._chosen: dict[str, str] = {}  # reasons chosen where there are no words yet

    def renew(self) -> None:
        """Show what is found now; the same lines in the same order are only announced as changed."""
        lines = tuple(self._all_lines())
        if [(line.target, line.heading, line.key) for line in lines] == [
            (line.target, line.heading, line.key) for line in self.lines
        ]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, EXPLANATION))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def _all_lines(self) -> Iterator[FindingLine]:
        yield from disagreeing_lines(self._session)
        by_mark: dict[Mark, list[Finding]] = {}
        for finding, mark in self._session.standing.findings:
            by_mark.setdefault(mark, []).append(finding)
        missing = by_mark.get(Mark.MISSING, [])
        # computed cells fill themselves; they are listed only when nothing is left that would fill them
        by_mark[Mark.MISSING] = [f for f in missing if not follows(self._session.sheet, f.at or "")] or missing
        for mark in GROUPS:
            found = by_mark.get(mark, [])
            if found:
                rules = len({finding.check.id for finding in found})
                yield FindingLine(
                    message=say(f"window.findings.group.{mark.name.lower()}", n=len(found), m=rules),
                    mark=mark,
                    heading=True,
                )
                yield from self._lines_of(mark, found)

    def _lines_of(self, mark: Mark, found: list[Finding]) -> Iterator[FindingLine]:
        if mark is Mark.MISSING:
            yield from self._by_page(found)
            return
        parted: dict[bool, list[Finding]] = {True: [], False: []}
        for finding in found:
            parted[mark is Mark.PENDING and self._waits_for_blanks(finding)].append(finding)
        waiting = parted[True]
        for key, group in _alike(parted[False]).items():
            if len(group) < ALIKE:
                yield from (self._line(mark, finding) for finding in group)
            else:
                yield self._joint_line(mark, key, group)
        if waiting:
            yield FindingLine(message=say("window.findings.waiting", n=len(waiting)), mark=mark)

    def _waits_for_blanks(self, finding: Finding) -> bool:
        standing = self._session.standing
        return any(standing.mark(at) is Mark.MISSING for at in finding.lacking) or finding.at is None

    def _by_page(self, found: list[Finding]) -> Iterator[FindingLine]:
        pages: dict[tuple[str, str], list[str]] = {}
        for finding in found:
            if finding.at is not None:
                pages.setdefault(self._page_of(finding.at), []).append(finding.at)
        for (_, title), addresses in pages.items():
            yield FindingLine(
                message=say("window.findings.blank", n=len(set(addresses))),
                mark=Mark.MISSING,
                place=title,
                target=addresses[0],
            )

    def _line(self, mark: Mark, finding: Finding) -> FindingLine:
        written = next((e for key in finding.keys if (e := self._session.written(key))), None)
        message = screen_message(finding, self._session.sheet)
        if mark is Mark.PENDING:
            lacking = "、".join(dict.fromkeys(self._place_of(at) for at in finding.lacking))
            message = say("window.findings.lacking", 条款=finding.check.clause, 缺=lacking)
        place = self._place_of(finding.at) if finding.at else ""
        text, carried = written.text if written else "", self._carried(*finding.keys)
        return FindingLine(
            message=message,
            mark=mark,
            place=place,
            target=finding.at or "",
            finding=finding,
            key=finding.key,
            explanation=text,
            carried=carried,
        )

    def _carried(self, *keys: str) -> bool:
        return any(is_carried_explanation(self._session, key) for key in keys)

    def _joint_line(self, mark: Mark, key: str, group: list[Finding]) -> FindingLine:
        first, rows = group[0], sorted({int(finding.values[ROW]) for finding in group})
        numbers = "、".join(map(str, rows[:SHOWN_ROWS])) + ("…" if len(rows) > SHOWN_ROWS else "")
        words = "findings.alike" if mark in (Mark.WARNING, Mark.EXPLAINED) else "findings.alike_rows"
        message = say(f"window.{words}", 行=numbers, n=len(rows), 句=screen_message(first, self._session.sheet))
        written = self._session.written(key)
        register = key.partition("@")[2]
        place = self._place_of(register)
        text = written.text if written else ""
        return FindingLine(
            message=message,
            mark=mark,
            place=place,
            target=first.at or "",
            finding=first,
            key=key,
            explanation=text,
            carried=self._carried(key),
        )

    def may_explain(self, index: Index) -> bool:
        """True where an explanation is asked for."""
        line = self.lines[index.row()]
        return line.mark in (Mark.WARNING, Mark.EXPLAINED) and not line.heading and not line.period

    def may_confirm(self, index: Index) -> bool:
        """True where a line only asks to be confirmed, and is not yet."""
        line = self.lines[index.row()]
        confirms = line.finding is not None and line.finding.check.confirm
        return confirms and not line.explanation and not self._session.locked

    def next_open(self, row: int) -> int:
        """Return the line that waits for an answer at or after a place, else the last before it, else the nearest."""
        asked = (line.mark is Mark.WARNING and not line.heading and not line.period for line in self.lines)
        waiting = [n for n, one in enumerate(asked) if one]
        after = [n for n in waiting if n >= row]
        return after[0] if after else waiting[-1] if waiting else min(row, len(self.lines) - 1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else EXPLANATION + 1

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (DISPLAY, EDIT):
            return self._text(line, index, role)
        if role == DECORATION:
            return mark_icon(line.mark) if index.column() == MESSAGE and not line.heading else None
        if role == FONT:
            return ui_font(bold=line.heading, italic=line.carried and index.column() == EXPLANATION)
        if role == GROUND:
            return QBrush(colour("raised")) if line.heading else None
        if role == TONE:
            return QBrush(colour("quiet")) if self._quiet(line, index.column()) else None
        return (self._text(line, index, DISPLAY) or line.message) if role == TOOL_TIP else None

    def _quiet(self, line: FindingLine, column: int) -> bool:
        return column in (PLACE, REASON) or (column == EXPLANATION and not line.explanation)

    def _text(self, line: FindingLine, index: Index, role: int) -> str:
        if index.column() == REASON:
            return self._reason_words(line) if self.asks_reason(index) else ""
        if index.column() == EXPLANATION and self.may_explain(index):
            if line.carried and role == DISPLAY:
                return say("carry.explanation", 说明=line.explanation)
            if line.explanation or role == EDIT:
                return line.explanation
            confirm = line.finding is not None and line.finding.check.confirm
            return say("window.findings.confirm_here") if confirm else say("window.findings.explain_here")
        return {MESSAGE: line.message, PLACE: line.place}.get(index.column(), "")

    def asks_reason(self, index: Index) -> bool:
        """True where a reason code is asked for: not where a conversion is only confirmed."""
        finding = self.lines[index.row()].finding
        return self.may_explain(index) and finding is not None and not finding.check.confirm

    def reason_at(self, index: Index) -> str:
        """Return the reason code of a line: kept, or chosen before there are words; "" for none."""
        line = self.lines[index.row()]
        kept = self._session.written(line.key)
        return self._chosen.get(line.key) or (kept.code if kept else "")

    def _reason_words(self, line: FindingLine) -> str:
        kept = self._session.written(line.key)
        code = self._chosen.get(line.key) or (kept.code if kept else "")
        return reason_name(code) if code else say("window.panel.reason")

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        line = self.lines[index.row()]
        if role != EDIT or line.finding is None or self._session.locked:
            return False
        if index.column() == REASON:
            self._chosen[line.key] = str(value)
            if line.explanation:
                self._edits.explain({line.key: (line.explanation, str(value))}, FINDINGS)
            return True
        if index.column() != EXPLANATION:
            return False
        if str(value).strip() != line.explanation or line.carried:  # taken as this period's own
            self._edits.explain({line.key: (str(value), self.reason_at(index))}, FINDINGS)
            self._tell_lacking(line.finding)
        return True

    def _tell_lacking(self, finding: Finding) -> None:
        written = self._session.written(finding.key)
        if written is not None and (lacks := answer_lacks(finding, written)):
            self.lacking.emit(say(f"window.{lacks}"))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        open_ = index.column() == EXPLANATION and self.may_explain(index) and not self._session.locked
        return plain | Qt.ItemFlag.ItemIsEditable if open_ else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY and 0 <= section <= EXPLANATION:
            return say(f"window.{HEADS[section]}")
        return None
