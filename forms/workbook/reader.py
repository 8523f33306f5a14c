"""Workbook reader: finding what a book shows, by the words of its column heads and the codes of its rows.

Never by position, sheet name, dimension or defined name, so that a re-saved, widened or sorted book still reads. What
stands where nothing should is taken up too, under the name of its cell. Judges nothing: see `forms.workbook.visible`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.book.foreign import foreign_grids
from forms.book.strict import Grid, NotOurs, strict_grids
from forms.book.text import control_address, printable, row_name, word
from forms.workbook.seal_page import SealedContent, sealed_content
from models.basics.addresses import LAST_YEAR
from models.basics.errors import AppError

LONGEST_CODE = 200  # characters of a code taken from a book
_HEADS = {  # kind of sheet → heads that tell it, the most telling first
    "seal": ("part", "ordinal", "chunk"),
    "register": ("number", "register"),
    "findings": ("explanation_code", "explanation"),
    "table": ("code", "value"),
    "progress": ("code", "stage"),
    "cover": ("code", "content"),
}
_PLACES = {
    "table": ("line", "name", "measure", "code"),
    "progress": ("code", "clause", "task", "role"),
    "cover": ("field", "code"),
    "register": ("number", "register", "counting"),
}
_DIGITS = 9  # of the number of a register row
_FIGURES = {"last_year": f"/{LAST_YEAR}", "control": "", "last_year_control": f"/{LAST_YEAR}"}


@dataclass(frozen=True, slots=True)
class ReadBook:
    """What a book carries and shows.

    `visible` is address → shown text; `own` False = another program saved it; `masked` are the register columns
    (`R02.号牌号码`) whose heads say that they are masked.
    """

    sealed: SealedContent
    visible: Mapping[str, str]
    own: bool
    masked: frozenset[str] = frozenset()


def read_workbook(content: bytes) -> ReadBook:
    """Read a workbook of ours, or one that another program has saved again.

    Raises AppError: "book_no_seal" for a book that is no return, "book_two_seals", "book_seal_damaged",
    "book_unreadable", "book_too_large", and what the guards raise.
    """
    grids = _own_grids(content)
    own = grids is not None
    found = _Found()
    for grid in grids if grids is not None else foreign_grids(content):
        found.read(grid)
    if not found.seals:
        raise AppError("book_no_seal")
    if len(found.seals) > 1:
        raise AppError("book_two_seals")
    return ReadBook(sealed_content(found.seals[0]), found.visible, own, frozenset(found.masked))


def _own_grids(content: bytes) -> tuple[Grid, ...] | None:
    from forms.guards.guards import read_package

    try:
        return strict_grids({name.removeprefix("/"): part for name, part in read_package(content).items()})
    except (NotOurs, AppError):
        return None


@dataclass(frozen=True, slots=True)
class _Head:
    """A row of heads: the kind of sheet it makes, and the columns of each head by word."""

    kind: str
    columns: Mapping[str, tuple[int, ...]]
    names: Mapping[int, str]
    masked: frozenset[int]

    def first(self, key: str) -> int:
        return self.columns.get(word(f"column.{key}"), (0,))[0]

    def texts(self, key: str, row: Mapping[int, str]) -> list[str]:
        return [row[column] for column in self.columns.get(word(f"column.{key}"), ()) if row.get(column)]

    def unplaced(self, known: Sequence[str], row: Mapping[int, str]) -> Iterator[tuple[int, str]]:
        """The cells of a row that stand under none of the known heads; of each of these only the first counts."""
        places = {self.first(key) for key in known}
        yield from ((column, text) for column, text in row.items() if column not in places)


def _head(row: Mapping[int, str]) -> _Head | None:
    names = {column: text.partition("\n")[0].strip() for column, text in row.items()}
    words = set(names.values())
    for kind, keys in _HEADS.items():
        if all(word(f"column.{key}") in words for key in keys):
            columns: dict[str, tuple[int, ...]] = {}
            for column in sorted(names):
                columns[names[column]] = (*columns.get(names[column], ()), column)
            masked = frozenset(column for column, text in row.items() if word("mark.masked") in text)
            return _Head(kind, columns, names, masked)
    return None


@dataclass(slots=True)
class _Found:
    """What has been found so far, sheet after sheet."""

    visible: dict[str, str] = field(default_factory=dict)
    seals: list[dict[str, dict[int, str]]] = field(default_factory=list)
    masked: set[str] = field(default_factory=set)
    again: dict[str, int] = field(default_factory=dict)  # address → how often it said something else

    def put(self, address: str, text: str) -> None:
        """Take up one text; a second, other one at the same address gets a name of its own."""
        text = printable(text).strip()
        if text and self.visible.get(address, text) != text:
            self.again[address] = self.again.get(address, 0) + 1
            address += word("mark.again", n=self.again[address])
        if text:
            self.visible[address] = text

    def read(self, grid: Grid) -> None:
        """Take up everything one sheet shows below its heads."""
        head: _Head | None = None
        for number in sorted(grid.rows):
            row = {column: text for column, text in grid.rows[number].items() if text.strip()}
            begun = _head(row)
            if begun is not None:
                head = begun
                if head.kind == "seal":
                    self.seals.append({})
            elif head is not None and row:
                _READERS[head.kind](self, head, row, f"{grid.name}\0{number}")

    def stray(self, head: _Head, found: Mapping[int, str], where: str) -> None:
        """Take up cells of a row without a code; a lone text in the first column is a note."""
        if len(found) == 1 and min(found) <= min(head.names):
            return
        name, _, number = where.partition("\0")
        for column, text in found.items():
            self.put(word("mark.cell", 表=name[:31], 格=f"{_letters(column)}{number}"), text)

    def seal(self, head: _Head, row: Mapping[int, str], _: str) -> None:
        """A piece of the seal."""
        part, ordinal, chunk = (row.get(head.first(key), "") for key in _HEADS["seal"])
        if not (ordinal.isascii() and ordinal.isdigit() and len(ordinal) < 6):
            return
        pieces = self.seals[-1].setdefault(part, {})
        if pieces.setdefault(int(ordinal), chunk.strip()) != chunk.strip():
            raise AppError("book_seal_damaged")

    def table(self, head: _Head, row: Mapping[int, str], where: str) -> None:
        """A line of figures."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        state, value = head.texts("state", row), head.texts("value", row)
        for text in [" ".join([*state, *value])] if state and value else [*state, *value]:
            self.put(code, text)
        for key, suffix in _FIGURES.items():
            address = f"{code}{suffix}"
            for text in head.texts(key, row):
                self.put(control_address(address) if "control" in key else address, text)
        figures = {
            column for key in ("state", "value", *_FIGURES) for column in head.columns.get(word(f"column.{key}"), ())
        }
        for column, text in head.unplaced(_PLACES["table"], row):
            if column not in figures:
                self.put(f"{code}.{_name(head, column)}", text)

    def register(self, head: _Head, row: Mapping[int, str], where: str) -> None:
        """A row of a register."""
        name, said = _code(row, head, "register"), row.get(head.first("number"), "").strip()
        number = int(said) if said.isdecimal() and len(said) <= _DIGITS else 0
        if not name or not number:
            self.stray(head, row, where)
            return
        for column, text in head.unplaced(_PLACES["register"], row):
            title = _name(head, column)
            self.put(row_name(name, number, title), text)
            if column in head.masked:
                self.masked.add(f"{name}.{title}")

    def fields(self, head: _Head, row: Mapping[int, str], where: str) -> None:
        """A block's progress: every head beyond the places is a field."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        for column, text in head.unplaced(_PLACES["progress"], row):
            self.put(f"{code}.{_name(head, column)}", text)

    def cover(self, head: _Head, row: Mapping[int, str], where: str) -> None:
        """A fact of the cover, its code the address itself."""
        code = _code(row, head, "code")
        if not code:
            self.stray(head, row, where)
            return
        content = head.columns[word("column.content")]
        for column, text in head.unplaced(_PLACES["cover"], row):
            self.put(code if column in content else f"{code}.{_name(head, column)}", text)

    def findings(self, head: _Head, row: Mapping[int, str], where: str) -> None:
        """An explanation; what was found is run again, never read."""
        code, texts = _code(row, head, "explanation_code"), head.texts("explanation", row)
        for text in texts:
            if code:
                self.put(code, text)
            else:
                self.stray(head, {head.first("explanation"): text}, where)


_READERS = {
    "seal": _Found.seal, "table": _Found.table, "register": _Found.register, "progress": _Found.fields,
    "cover": _Found.cover, "findings": _Found.findings,
}  # fmt: skip


def _code(row: Mapping[int, str], head: _Head, key: str) -> str:
    return " ".join(printable(row.get(head.first(key), "")).split())[:LONGEST_CODE]


def _name(head: _Head, column: int) -> str:
    return head.names.get(column) or word("mark.column", 列=_letters(column))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
