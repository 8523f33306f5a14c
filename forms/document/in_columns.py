"""In columns: do the figures on pages stand in the row and the column that the return gives them?

Texts of a page are compared in the order of their drawing (`printed`); people read them by the heads of a table. Only
tables with the heads that this release prints are looked at: of another release's layout nothing is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from forms.document.printed import bare
from forms.document.rows import shown_registers
from forms.document.tables import DERIVED, PrintedLine, printed_lines
from forms.page_reading.ruled import RuledCell, RuledRow
from models.basics.messages import say
from models.basics.records import dataclass
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST = 50
Found = tuple[tuple[int, str], ...]  # page (from 1, 0 = none in particular), the figure that should stand there
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)
_EDGE = 1.0  # points by which a cell may stand beside its head


def out_of_columns(rows: Mapping[int, Sequence[RuledRow]], filed: Return, sheet: Sheet) -> Found:
    """Return the figures of a return that do not stand below their heads in their rows, at most `MOST`.

    `rows`: those of each page's tables.
    """
    plain = [
        _RowOnPage(page=page, cells=row.cells, texts=[_plain(cell.text) for cell in row.cells])
        for page, held in rows.items()
        for row in held
    ]
    found = [*_of_tables(plain, filed, sheet), *_of_registers(plain, filed, sheet)]
    return tuple(dict.fromkeys(found))[:MOST]


_plain = lru_cache(maxsize=4096)(bare)  # measures, names and states are the same in many rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowOnPage:
    """A row of a page, and the text of each of its cells as texts are compared."""

    page: int
    cells: Sequence[RuledCell]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WantedRow:
    """A row as it should stand: what it goes by, and its texts by head; None for one that is not looked at."""

    keys: tuple[str, ...]
    texts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowSeen:
    """A row as it stands: its first cell and those below the heads looked for, None for a head that is not there.

    `first` as texts are compared, `texts` as a person reads them.
    """

    page: int
    first: str
    texts: tuple[str | None, ...]


def _of_tables(rows: Sequence[_RowOnPage], filed: Return, sheet: Sheet) -> Iterator[tuple[int, str]]:
    heads = [say(f"papers.table.{head}") for head in ("measure", "code", "value", "last_year")]
    wanted = [_wanted_line(line) for line in printed_lines(filed, sheet)]
    seen = _below(rows, heads, needed=3)
    yield from ((page, heads[2]) for page in _misheaded(rows, heads))
    yield from _parted(wanted, ((_goes_by(one), one.page, one.texts) for one in seen))


def _misheaded(rows: Sequence[_RowOnPage], heads: Sequence[str]) -> Iterator[int]:
    """Yield the pages with a table that has measures and codes and no figures, or two columns of one head."""
    measure, code, value, *_ = wanted = [bare(head) for head in heads]
    for row in rows:
        if measure in row.texts and code in row.texts:
            held = Counter(row.texts)
            if not held[value] or any(held[head] > 1 for head in wanted):
                yield row.page


def _wanted_line(line: PrintedLine) -> _WantedRow:
    code = "" if "@" in line.address else bare(line.address)
    figures = (line.figure, line.last) if line.numeric else (None, None)
    measure = line.measure if line.figure or line.last else None
    keys = code, _plain(line.name) + "|" + _plain(line.measure)
    return _WantedRow(keys=keys, texts=(measure or None, None, *figures))


def _goes_by(row: _RowSeen) -> str:
    """Its code; a line of a county has none and goes by its name and measure."""
    measure, code = row.texts[:2]
    return _plain(code or "") or row.first.removeprefix(bare(DERIVED)) + "|" + _plain(measure or "")


def _of_registers(rows: Sequence[_RowOnPage], filed: Return, sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Registers with the same heads are looked at as one."""
    by_heads: dict[tuple[str, ...], list[_WantedRow]] = {}
    for one in shown_registers(filed, sheet):
        by_heads.setdefault(tuple(one.heads), []).extend(
            _WantedRow(
                keys=(bare(row[0]),), texts=tuple(text if n in one.right else None for n, text in enumerate(row))
            )
            for row in one.rows
        )
    for heads, wanted in by_heads.items():
        seen = _below(rows, heads, needed=len(heads))
        yield from _parted(wanted, ((one.first, one.page, one.texts) for one in seen))


def _parted(
    wanted: Sequence[_WantedRow], seen: Iterable[tuple[str, int, tuple[str | None, ...]]]
) -> Iterator[tuple[int, str]]:
    """Yield where rows that are looked for, in their order, say something else; nothing where none of them is found."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(wanted):
        for key in one.keys:
            places.setdefault(key, []).append(place)
    at = page = 0
    for key, page, texts in seen:
        found = next((place for place in places.get(key, ()) if place >= at), None)
        if found is None:
            continue
        yield from ((page, one) for missed in wanted[at:found] for one in missed.texts if one)
        yield from ((page, one) for one in _other(wanted[found].texts, texts))
        at = found + 1
    if at:
        yield from ((page, one) for missed in wanted[at:] for one in missed.texts if one)


def _other(wanted: Iterable[str | None], seen: Iterable[str | None]) -> Iterator[str]:
    """Yield each figure that does not stand in its cell by itself, and each that stands in a cell without one."""
    for text, there in zip(wanted, seen, strict=True):
        plain = None if there is None else _plain(there)
        alone = text is None or not _FIGURE.fullmatch(text) or text == there
        if text and (bare("".join(text.split())) != plain or not alone):
            yield text
        elif text == "" and plain and _FIGURE.fullmatch(plain):
            yield plain


def _below(rows: Sequence[_RowOnPage], heads: Sequence[str], *, needed: int) -> Iterator[_RowSeen]:
    """Yield what stands below some heads, of which the first `needed` make a table one that is looked at."""
    wanted = [bare(head) for head in heads]
    columns: list[RuledCell | None] = []
    last = 0
    for row in rows:
        if row.page != last:
            columns, last = [], row.page
        if all(head in row.texts for head in wanted[:needed]):
            columns = [row.cells[row.texts.index(head)] if head in row.texts else None for head in wanted]
            continue
        if not columns:
            continue
        texts = [None if head is None else _text_below(row, head) for head in columns]
        if any(head and text is None for head, text in zip(columns, texts, strict=True)):
            columns = []
            continue
        yield _RowSeen(page=row.page, first=row.texts[0], texts=tuple(texts))


def _text_below(row: _RowOnPage, head: RuledCell) -> str | None:
    """What stands in a row below a head; None where the row has no such cell."""
    left, right = head.left, head.right
    for cell in row.cells:
        if abs(cell.left - left) <= _EDGE and abs(cell.right - right) <= _EDGE:
            return cell.text
    return None
