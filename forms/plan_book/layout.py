"""Layout: which sheets a plan's book has and what stands in their columns, made from the table of keys.

One sheet for each kind of table. A table inside another has a sheet of its own whose first column says whose row it
belongs to; one there is at most one of (`range`, `base`) stands in columns of its parent. Rows whose columns the plan
itself declares (`fixed`, `rows`) hold all of them in one cell. A key that is added to the table of keys is in the book.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache

from models.basics.messages import CHINESE, catalogue, say_in
from models.basics.records import dataclass
from models.plan.rows.keys import COMMON, KEYS, Key, Type, head_of, sentence_about

PARENT = "^"  # stands before the key of the column that says whose row it is
CELLS = Key(name="*", type=Type.PAIRS, needed=True)  # all columns of a record in one cell
CROSS = "assignment"  # the one table that stands as a cross table


class SheetShape(Enum):
    """How a sheet is laid out."""

    SINGLE = "single"  # one key a line
    ROWS = "rows"  # one row a line
    CROSS = "cross"  # items down, who fills them across


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutColumn:
    """One column of a sheet, or line of a single one: a key and where it stands in the row."""

    code: str  # what the hidden row says: item.range.low
    key: Key
    steps: tuple[str, ...]  # where its value stands in the row
    table: str
    head: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutSheet:
    """One sheet."""

    table: str  # of KEYS, or the key that holds records
    name: str
    shape: SheetShape
    lanes: tuple[LayoutColumn, ...]
    parents: tuple[str, ...] = ()  # tables whose row a line belongs to
    under: str = ""  # key of that row under which it is kept
    records: bool = False

    @property
    def parent_head(self) -> str:
        """The head of the column that says whose row a line is."""
        return word("parent", 表=sheet_name(self.parents[0])) if self.parents else ""

    def lane(self, code: str) -> LayoutColumn | None:
        """Return the column of a code, None if it has none."""
        return next((lane for lane in self.lanes if lane.code == code), None)


def word(key: str, **facts: object) -> str:
    """Return a word of the book, Chinese in every language."""
    return say_in(CHINESE, f"plan_book.{key}", **facts)


def sheet_name(table: str) -> str:
    """Return what the sheet of a table is called."""
    return word(f"sheet.{table}")


def label(table: str, key: str, text: str) -> str:
    """Return what a word of a key is called in Chinese; one without a name as it is."""
    texts = catalogue(CHINESE)
    return texts.get(f"plan_book.words.{table}.{key}.{text}") or texts.get(f"plan_book.words.{text}") or text


@cache
def pages() -> tuple[LayoutSheet, ...]:
    """Return the sheets of a book in their order: every table, behind it what stands inside it."""
    found: dict[str, LayoutSheet] = {}
    for table in KEYS.values():
        if not table.inside and not table.settings:
            for page in _with_inner(table.name):
                found.setdefault(page.table, page)
    return tuple(found.values())


def page_of(table: str) -> LayoutSheet:
    """Return the sheet of a table."""
    return next(page for page in pages() if page.table == table)


def _with_inner(table: str) -> Iterator[LayoutSheet]:
    yield _page(table)
    for key in KEYS[table].keys:
        if key.type is Type.ROWS:
            yield from _with_inner(key.of)
        elif key.type is Type.RECORDS:
            code = f"{key.name}.{CELLS.name}"
            lane = LayoutColumn(
                code=code,
                key=CELLS,
                steps=(CELLS.name,),
                table=key.name,
                head=word("cells"),
                about=sentence_about(table, key.name),
            )
            yield LayoutSheet(
                table=key.name,
                name=sheet_name(key.name),
                shape=SheetShape.ROWS,
                lanes=(lane,),
                parents=(table,),
                under=key.name,
                records=True,
            )


def _page(table: str) -> LayoutSheet:
    single, homes = KEYS[table].single, _homes()[table]
    shape = SheetShape.SINGLE if single else SheetShape.CROSS if table == CROSS else SheetShape.ROWS
    return LayoutSheet(
        table=table,
        name=sheet_name(table),
        shape=shape,
        lanes=tuple(_lanes(table)),
        parents=tuple(home for home, _ in homes),
        under=homes[0][1] if homes else "",
    )


@cache
def _homes() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Table → the tables it stands in, with the key that holds it there."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in KEYS}
    for table in KEYS.values():
        for key in table.keys:
            if key.type is Type.ROWS:
                found[key.of].append((table.name, key.name))
    return {name: tuple(homes) for name, homes in found.items()}


def _lanes(table: str) -> Iterator[LayoutColumn]:
    for key in (*KEYS[table].keys, *COMMON):
        if key.type is Type.TABLE:
            for inner in KEYS[key.of].keys:
                head = f"{head_of(table, key.name)}·{head_of(key.of, inner.name)}"
                yield LayoutColumn(
                    code=f"{table}.{key.name}.{inner.name}",
                    key=inner,
                    steps=(key.name, inner.name),
                    table=key.of,
                    head=head,
                    about=sentence_about(key.of, inner.name),
                )
        elif key.type not in (Type.ROWS, Type.RECORDS):
            yield LayoutColumn(
                code=f"{table}.{key.name}",
                key=key,
                steps=(key.name,),
                table=table,
                head=head_of(table, key.name),
                about=sentence_about(table, key.name),
            )
