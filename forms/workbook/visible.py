"""Visible: comparing what a book shows with what was sealed, place by place.

Numbers are compared as numbers, texts as NFC, masked columns by their mask (DESIGN §4). A place that was emptied and
one that was filled in are differences as well; a row or register that is gone is named once.
"""

from collections.abc import Iterator, Mapping

from forms.book.text import decimal_of, printable, statements_shown, word
from forms.wording.masks import STAR, mask
from forms.workbook.reader import ReadBook
from models.basics.addresses import COVER, field_address, split_row_address
from models.returns.returns import Return
from models.returns.revisions import Difference

MOST = 300  # differences told one by one; a foreign table in place of ours would make thousands
_KINDS = ("plate", "name", "code")
_UNCOMPARED = ("unit", "period", "plan")  # names the plan gives; their codes stand beside them and are compared


def visible_differences(filed: Return, book: ReadBook) -> tuple[Difference, ...]:
    """Return every place where a book shows something else than was sealed; empty = it shows what was sealed.

    `before` is what was signed, `after` what stands there now; "" = nothing. Beyond `MOST` the last one tells how many
    more there are.
    """
    sealed = dict(statements_shown(filed))
    now = dict(book.visible)
    for key in _UNCOMPARED:
        now.pop(field_address(COVER, word(f"cover.{key}")), None)
    found = [
        _difference(address, sealed.get(address, ""), now.get(address, ""), _masked(address, book.masked))
        for address in {**sealed, **now}
    ]
    told = tuple(_gathered([one for one in found if one is not None], sealed, now))
    rest = len(told) - MOST
    return told if rest <= 0 else (*told[:MOST], Difference(word("mark.more"), "", word("mark.more_count", n=rest)))


def _masked(address: str, columns: frozenset[str]) -> bool:
    row = split_row_address(address) if columns else None
    return row is not None and f"{row.register}.{row.column}" in columns


def _difference(address: str, signed: str, now: str, masked: bool) -> Difference | None:
    before, after = _comparable(signed), _comparable(now)
    if before == after or _same_number(before, after):
        return None
    if masked and before:
        masks = [mask(kind, before) for kind in _KINDS]
        if after in masks:
            return None
        before = next((one for one in masks if _stars(one) == _stars(after)), masks[-1])
    return Difference(address, before, after)


def _comparable(text: str) -> str:
    return printable(text).strip()


def _same_number(before: str, after: str) -> bool:
    one, other = decimal_of(before), decimal_of(after)
    return one is not None and one == other


def _stars(text: str) -> list[int]:
    return [place for place, ch in enumerate(text) if ch == STAR]


def _gathered(found: list[Difference], sealed: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    """Name a row, or a register, once when all of it is gone or new."""
    then, here = _row_sizes(sealed), _row_sizes(now)
    registers_here = {register for register, _ in here}
    counts: dict[str, int] = {}
    for register, _ in then:
        counts[register] = counts.get(register, 0) + 1
    told: set[str] = set()
    for one in found:
        row = split_row_address(one.address)
        key = (row.register, row.number) if row else ("", 0)
        if row is None or (key in then and key in here):
            yield one
            continue
        gone, size = key in then, then.get(key) or here.get(key) or 0
        whole = gone and row.register not in registers_here
        address = row.register if whole else str(row.row)
        if address not in told:
            told.add(address)
            words = word("mark.rows", n=counts[row.register]) if whole else word("mark.whole_row", n=size)
            yield Difference(address, words if gone else "", "" if gone else words)


def _row_sizes(texts: Mapping[str, str]) -> dict[tuple[str, int], int]:
    """(register, row) → how many columns say something."""
    sizes: dict[tuple[str, int], int] = {}
    for address in texts:
        row = split_row_address(address)
        if row is not None and texts[address]:
            sizes[row.register, row.number] = sizes.get((row.register, row.number), 0) + 1
    return sizes
