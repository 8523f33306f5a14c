"""Shown workbook: what stands in a book, place by place, found by the words of column heads and the codes of rows.

Never by position, sheet name, dimension or defined name, so that a re-saved, widened or sorted book still reads. What
stands where nothing should is taken up too, under the name of its cell. Judges nothing: see `forms.workbook.visible`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field

from forms.book.grid import WHOLE, BookGrid
from forms.book.text import control_address, printable, row_name, word
from forms.guards.columns import column_letters
from forms.workbook.heads import HEADS, HeadRow, head_row
from forms.workbook.ordinals import NumberedRow
from forms.workbook.seal_page import MOST_DIGITS
from models.basics.addresses import LAST_YEAR
from models.basics.errors import AppError
from models.basics.records import dataclass

LONGEST_CODE = 200  # characters of a code taken from a book
BLANK = " \t\r\n"  # blanks around a text that say nothing; any other sign there is part of it
MOST_NOTES = 3_000  # texts outside the rows that are kept, of a whole book; ours has some dozens
_PLACES = {
    "table": ("line", "name", "measure", "code"),
    "progress": ("code", "clause", "task", "role"),
    "cover": ("field", "code"),
    "register": ("number", "register", "counting"),
}
_DIGITS = 9  # of the number of a register row
_WORDS = {  # of these the plan or our catalogue says the text
    "table": ("line", "name", "measure"),
    "progress": ("clause", "task", "role"),
    "cover": ("field",),
    "register": ("counting",),
}
FINDING = ("level", "place", "message", "basis", "explanation_code")
_FIGURES = {"last_year": f"/{LAST_YEAR}", "control": "", "last_year_control": f"/{LAST_YEAR}"}
Note = tuple[str, str]  # place, text or words


@dataclass(slots=True, kw_only=True)
class ShownWorkbook:
    """What a workbook shows, sheet after sheet.

    `words`: address and column (`Q06.1.指标名称`) → what stands there, "" for a blank one; `heads`: (kind of sheet or
    register, head) → place; `findings`: rows of 审核结果 as `FINDING` names their cells → place; `notes`: texts that
    belong to no row; `extra`: sheets without any heads of ours; `odd`: what may put other things on the screen.
    """

    visible: dict[str, str] = field(default_factory=dict)
    seals: list[dict[str, dict[int, str]]] = field(default_factory=list)
    masked: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    heads: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: dict[tuple[str, ...], str] = field(default_factory=dict)
    numbered: dict[str, list[NumberedRow]] = field(default_factory=dict)  # the same rows, by sheet
    notes: list[Note] = field(default_factory=list)
    asides: set[str] = field(default_factory=set)  # places of notes that stand by themselves, as ours do
    extra: dict[str, frozenset[str]] = field(default_factory=dict)
    odd: list[Note] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)  # words for what changes nothing → where it is first met
    margins: set[str] = field(default_factory=set)
    sheets: dict[str, str] = field(default_factory=dict)  # name → the first text of the sheet
    again: dict[str, int] = field(default_factory=dict)  # address → how often it said something else
    counted: set[tuple[str, int]] = field(default_factory=set)  # rows of registers, by name and number

    def put(self, address: str, text: str) -> None:
        """Take up one text; a second, other one at the same address gets a name of its own."""
        text = printable(text).strip(BLANK)
        if text and self.visible.get(address, text) != text:
            self.again[address] = self.again.get(address, 0) + 1
            address += word("mark.again", n=self.again[address])
        if text:
            self.visible[address] = text

    def note(self, place: str, text: str, *, aside: bool) -> None:
        """Take up a text that belongs to no row. Raises AppError("book_too_large") when there is no end of them."""
        if len(self.notes) >= MOST_NOTES:
            raise AppError("book_too_large")
        self.notes.append((place, printable(text).strip(BLANK)))
        if aside:
            self.asides.add(place)

    def read(self, grid: BookGrid) -> None:
        """Take up everything one sheet shows; of a hidden one only its seal."""
        head: HeadRow | None = None
        before: list[tuple[int, int, str]] = []
        for number in sorted(grid.rows):
            row = grid.seen(number)
            begun = head_row(row)
            if begun is None and grid.unseen and (head is None or head.kind == "seal"):
                row = _unblank(grid.rows[number])
                begun = found if (found := head_row(row)) is not None and found.kind == "seal" else None
                row = row if begun is not None or head is not None else grid.seen(number)
            if begun is not None:
                head = begun
                self._begin(head, row, f"{grid.name}\0{number}")
            elif head is None:
                before += [(column, number, text) for column, text in row.items()]
            elif row and (not grid.hidden or head.kind == "seal"):
                _READERS[head.kind](self, head, row, f"{grid.name}\0{number}")
        self._finish(grid, head, before)

    def _begin(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        if head.kind == "seal":
            self.seals.append({})
        name, _, number = where.partition("\0")
        for column in sorted(set(range(min(row), max(row))) - row.keys()) if head.kind != "seal" else ():
            self.hints.setdefault(word("hint.head"), _cell(name, column, number))
        if head.kind != "register":
            for column, text in row.items():
                self.heads.setdefault((head.kind, _plain_head(text)), _cell(name, column, number))

    def _finish(self, grid: BookGrid, head: HeadRow | None, before: Sequence[tuple[int, int, str]]) -> None:
        book = word("mark.book")
        self.odd += [(book, words) for place, words in grid.odd if place == WHOLE and (book, words) not in self.odd]
        seal = head is not None and head.kind == "seal"
        for place, words in grid.hints:
            if seal and words == word("hint.print_area"):
                continue  # of the seal only what people read is printed
            sheet = word("mark.cell", 表=grid.name[:31], 格=place) if place else word("mark.sheet", 表=grid.name[:31])
            self.hints.setdefault(words, book if place == WHOLE else sheet)
        if grid.hidden:
            self._hidden_sheet(grid, head)
            return
        sheet = word("mark.sheet", 表=grid.name[:31])
        here = ((place, words) for place, words in grid.odd if place != WHOLE)
        self.odd += [(f"{grid.name[:31]}!{place}" if place else sheet, words) for place, words in here]
        self.margins |= grid.margins
        if head is None:
            self.extra[grid.name] = frozenset(text for _, _, text in before)
            return
        self.sheets[grid.name] = min(((number, text) for _, number, text in before), default=(0, ""))[1]
        for column, number, text in before:
            self.note(_cell(grid.name, column, number), text, aside=True)
        if head.kind != "seal":
            self._hidden_lines(grid)

    def _hidden_sheet(self, grid: BookGrid, head: HeadRow | None) -> None:
        sheet = word("mark.sheet", 表=grid.name[:31])
        if head is not None and head.kind != "seal":
            self.odd.append((sheet, word("odd.hidden_sheet")))
        elif head is None and any(text for cells in grid.rows.values() for text in cells.values()):
            self.hints.setdefault(word("hint.hidden_sheet"), sheet)

    def _hidden_lines(self, grid: BookGrid) -> None:
        """Rows and columns with texts that nobody can see, named once each."""
        told = {(0, column) for _, column in grid.unseen} if len(grid.unseen) > MOST_NOTES else set(grid.unseen)
        for row, column in sorted(told)[:MOST_NOTES]:
            if grid.rows.get(row, {}).get(column, "x").strip():
                self.odd.append((_cell(grid.name, column, row or ""), word("odd.unseen")))

    def stray(self, head: HeadRow, found: Mapping[int, str], where: str) -> None:
        """Take up the cells of a row without a code."""
        name, _, number = where.partition("\0")
        aside = len(found) == 1 and min(found) <= min(head.names)
        for column, text in found.items():
            self.note(_cell(name, column, number), text, aside=aside)

    def said(self, head: HeadRow, code: str, row: Mapping[int, str]) -> None:
        """Take up what the plan or our catalogue says in a row: its name, its measure."""
        for key in _WORDS[head.kind]:
            for column in head.places(key):
                address, text = f"{code}.{word(f'column.{key}')}", printable(row.get(column, "")).strip(BLANK)
                if self.words.setdefault(address, text) != text:
                    self.again[address] = self.again.get(address, 0) + 1
                    self.words[address + word("mark.again", n=self.again[address])] = text

    def seal(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A piece of the seal."""
        part, ordinal, chunk = (row.get(head.first(key), "") for key in HEADS["seal"])
        known = {head.first(key) for key in HEADS["seal"]}
        self.stray(head, {column: text for column, text in row.items() if column not in known}, where)
        if not (ordinal.isascii() and ordinal.isdigit() and len(ordinal) < MOST_DIGITS):
            self.stray(head, {column: text for column, text in row.items() if column in known}, where)
            return
        pieces = self.seals[-1].setdefault(part, {})
        if pieces.setdefault(int(ordinal), chunk.strip()) != chunk.strip():
            raise AppError("book_seal_damaged")

    def table(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A line of figures."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        self.said(head, code, row)
        state, value = head.texts("state", row), head.texts("value", row)
        for text in [" ".join([*state, *value])] if state and value else [*state, *value]:
            self.put(code, text)
        for key, suffix in _FIGURES.items():
            address = f"{code}{suffix}"
            for text in head.texts(key, row):
                self.put(control_address(address) if "control" in key else address, text)
        figures = {column for key in ("state", "value", *_FIGURES) for column in head.places(key)}
        for column, text in head.unplaced(_PLACES["table"], row):
            if column not in figures:
                self.put(f"{code}.{_name(head, column)}", text)

    def register(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A row of a register."""
        name, said = _code(row, head, "register"), row.get(head.first("number"), "").strip()
        number = int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else 0
        if not name or not number:
            self.stray(head, row, where)
            return
        self.said(head, f"{name}[第{number}行]", row)
        if (name, number) in self.counted:
            sheet, _, line = where.partition("\0")
            self.odd.append((_cell(sheet, head.first("number"), line), word("odd.row_again")))
        self.counted.add((name, number))
        if (name, "") not in self.heads:
            self.heads[name, ""] = ""
            for text in head.whole.values():
                self.heads.setdefault((name, _plain_head(text)), where.partition("\0")[0])
        for column, text in head.unplaced(_PLACES["register"], row):
            title = _name(head, column)
            self.put(row_name(name, number, title), text)
            if column in head.masked:
                self.masked.add(f"{name}.{title}")

    def fields(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A block's progress: every head beyond the places is a field."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        self.said(head, code, row)
        for column, text in head.unplaced(_PLACES["progress"], row):
            self.put(f"{code}.{_name(head, column)}", text)

    def cover(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A fact of the cover, its code the address itself."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        self.said(head, code, row)
        content = head.columns[word("column.content")]
        for column, text in head.unplaced(_PLACES["cover"], row):
            self.put(code if column in content else f"{code}.{_name(head, column)}", text)

    def found(self, head: HeadRow, row: Mapping[int, str], where: str) -> None:
        """A finding and its explanation."""
        code, texts = _code(row, head, "explanation_code"), head.texts("explanation", row)
        known = {head.first(key) for key in ("ordinal", *FINDING)} | set(head.columns[word("column.explanation")])
        self.stray(head, {column: text for column, text in row.items() if column not in known}, where)
        for text in texts:
            if code:
                self.put(code, text)
            else:
                self.stray(head, {head.first("explanation"): text}, where)
        cells = tuple(printable(row.get(head.first(key), "")).strip(BLANK) for key in FINDING)
        name, _, number = where.partition("\0")
        if any(cells[1:]) or texts:
            ordinal = head.first("ordinal")
            said, place = printable(row.get(ordinal, "")).strip(BLANK), _cell(name, ordinal, number)
            self.numbered.setdefault(name, []).append(NumberedRow(number=said, place=place, cells=cells))
            self.findings.setdefault(cells, _cell(name, head.first("message"), number))
        else:
            self.stray(head, row, where)


_READERS = {
    "seal": ShownWorkbook.seal,
    "table": ShownWorkbook.table,
    "register": ShownWorkbook.register,
    "progress": ShownWorkbook.fields,
    "cover": ShownWorkbook.cover,
    "findings": ShownWorkbook.found,
}


def _code(row: Mapping[int, str], head: HeadRow, key: str) -> str:
    return " ".join(printable(row.get(head.first(key), "")).split())[:LONGEST_CODE]


def _name(head: HeadRow, column: int) -> str:
    return head.names.get(column) or word("mark.column", 列=column_letters(column))


def _cell(name: str, column: int, number: int | str) -> str:
    return word("mark.cell", 表=name[:31], 格=f"{column_letters(column)}{number}")


def _plain_head(text: str) -> str:
    return "\n".join(line.strip() for line in printable(text).strip().split("\n"))


def _unblank(row: Mapping[int, str]) -> dict[int, str]:
    return {column: text for column, text in row.items() if text.strip()}
