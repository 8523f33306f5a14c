"""Which register: the one whose columns the heads of a list are; and why the heads of a sheet are no list's of ours."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from forms.given.cells import SheetCells
from forms.lists.heads import (
    HEADS,
    head_kind,
    head_name,
    item_names,
    known_word,
    plan_names,
    register_columns,
    table_heads,
)
from models.basics.messages import say
from models.basics.reading import half_width
from models.plan.plan import Register
from models.sheet.sheet import Sheet

HEAD_WITHIN = 40  # rows in which the heads are looked for
MOST_COLUMNS = 100  # of a line that is looked at for what it is not
MOST_NAMED, LONGEST_NAMED = 5, 20  # columns, characters
LEAST_NEAR = 3  # heads like those of a register, so that it is named
_PART_OF_YEAR = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|(?:20\d\d年)?第?[一二三四1-4]季度"
)
_QUOTES = re.compile(r"[\s\"'“”‘’《》]+")
_Fit = tuple[int, Register, dict[int, str]]
_Heads = Mapping[int, str]


def register_of(
    sheet: Sheet, title: str, heads: _Heads, above: Iterable[str] = ()
) -> tuple[Register, dict[int, str]] | None:
    """Return the register whose columns these heads are: the one the sheet is called after, else the best fit.

    A sheet called after one that has the heads of another — a second list below — is read as that other. Of two that
    fit alike it is the one that a title `above` the heads names.
    """
    fitting = _fitting(sheet, heads)
    called = [one for one in fitting if title.strip().startswith(one[1].id) or title.strip() == one[1].name]
    if called:
        count, register, found = called[0]
        better = [one for one in fitting if one[0] > count and _has_key(one[1], one[2])]
        return better[0][1:] if better and not _has_key(register, found) else (register, found)
    best = _best(fitting)
    if len(best) > 1:
        titles = [_QUOTES.sub("", text) for text in above]
        best = [one for one in best if any(_QUOTES.sub("", one[1].name) in text for text in titles)]
    return best[0][1:] if len(best) == 1 else None  # two registers fit alike: nothing is guessed


def _fitting(sheet: Sheet, heads: _Heads) -> list[_Fit]:
    """The registers of which heads are some of the columns, the best fit first."""
    registers = (sheet.plan.registers[name] for name in sheet.register_ids)
    fitting = [(len(found), one, found) for one in registers if (found := register_columns(one, heads))]
    return sorted(fitting, key=lambda one: one[0], reverse=True)


def _best(fitting: Sequence[_Fit]) -> list[_Fit]:
    meant = [one for one in fitting if _is_meant(one[1], one[2])]
    return [one for one in meant if one[0] == meant[0][0]]


def _is_meant(register: Register, columns: Mapping[int, str]) -> bool:
    """True when heads are more than words of any list: two of the columns that every row must have are among them.

    A table of figures has 项目 and 计划 too, and is no list of funds.
    """
    needed = [one.name for one in register.columns if one.required]
    return sum(name in columns.values() for name in needed) >= min(2, len(needed))


def _has_key(register: Register, columns: Mapping[int, str]) -> bool:
    """True when a list has every column by which rows of the register are known."""
    return all(name in columns.values() for name in (register.keys[0] if register.keys else ()))


def side_by_side(sheet: Sheet, title: str, heads: _Heads) -> tuple[Register, list[dict[int, str]]] | None:
    """Return the register whose heads stand several times beside one another, and the columns of each time.

    None where they do not: the same heads in the same order, each time from the first of them on.
    """
    places = sorted(place for place, text in heads.items() if text.strip())
    first = head_name(heads[places[0]]) if places else ""
    starts = [place for place in places if head_name(heads[place]) == first]
    if len(starts) < 2:
        return None
    ends = [*starts[1:], places[-1] + 1]
    parts = [{p: heads[p] for p in places if start <= p < end} for start, end in zip(starts, ends, strict=True)]
    if any([*map(head_name, part.values())] != [*map(head_name, parts[0].values())] for part in parts):
        return None
    found = register_of(sheet, title, parts[0])
    return None if found is None else (found[0], [register_columns(found[0], part) for part in parts])


def why_no_list(sheet: Sheet, page: SheetCells, *, first: bool = False) -> str:
    """Say why the heads on a sheet are none of ours, and what to do; "" where none look like ours.

    `first`: only what the first line is beyond doubt, of a block that may have no heads at all.
    """
    lines = [(number, table_heads(page, number)) for number in page.ordered[: 2 if first else HEAD_WITHIN]]
    lines = [(number, heads) for number, heads in lines if 1 < len(heads) <= MOST_COLUMNS]
    for why in (_by_parts, _two_beside, _alike):
        for number, heads in [one for one in lines if not first or one[0] == page.ordered[0]]:
            if said := why(sheet, heads):
                key, facts = said
                return say(f"imports.{key}", 表=page.title, 行=number, **facts)
    if lacks := _no_value(sheet, page, lines):
        return lacks
    for number, heads in () if first else lines:
        if near := _nearest(sheet, heads):
            return say("imports.nearest", 表=page.title, 行=number, **near)
    return ""


def _no_value(sheet: Sheet, page: SheetCells, lines: Sequence[tuple[int, _Heads]]) -> str:
    """Say of a table of items that none of its columns is that of the figures, and which ones there are; "" for none.

    Of heads over one another the lowest ones are named: 三季度 and 累计 below 2020年.
    """
    names, found = plan_names(sheet.plan), ""
    for number, heads in lines:
        kinds = {place: head_kind(text) for place, text in heads.items()}
        told = [place for place, kind in kinds.items() if kind in ("code", "name")]
        at = bisect_right(page.ordered, number)
        below = page.ordered[at : at + HEAD_WITHIN]
        items = [line for line in below if any(_is_item(page.text(line, place), names) for place in told)]
        if found and not any(place not in page.rows[number] for place in told):
            break  # no heads of those above
        if items and "value" not in kinds.values():
            filled = [
                place for place, kind in kinds.items() if not kind and any(page.text(one, place) for one in items)
            ]
            others = [head_name(heads[place]) for place in sorted(filled) if known_word(heads[place])]
            words = [f"“{one[:LONGEST_NAMED]}”" for one in dict.fromkeys(others)][:MOST_NAMED]
            key = ("no_value_column", "no_value_one")[len(words)] if len(words) < 2 else "no_value"
            found = say(f"imports.{key}", 表=page.title, 行=number, 栏="、".join(words))
    return found


def _is_item(text: str, names: Collection[str]) -> bool:
    return bool(text) and (half_width(text).upper() in names or any(one in names for one in item_names(text)))


def _by_parts(_: Sheet, heads: _Heads) -> tuple[str, Mapping[str, str]] | None:
    """Heads of months or quarters alone: nobody adds them up for whoever reports what they make together."""
    names = {head_name(text) for text in heads.values()}
    parts = [name for name in names if _PART_OF_YEAR.fullmatch(name)]
    return ("by_parts", {}) if len(parts) > 1 and any(HEADS.get(name) in ("code", "name") for name in names) else None


def _two_beside(sheet: Sheet, heads: _Heads) -> tuple[str, Mapping[str, str]] | None:
    places = sorted(place for place, text in heads.items() if text.strip())
    cuts = (({p: heads[p] for p in places[:n]}, {p: heads[p] for p in places[n:]}) for n in range(2, len(places)))
    pairs = [[register_of(sheet, "", one) for one in both] for both in cuts]
    fitting = [(left, right) for left, right in pairs if left is not None and right is not None]
    if not fitting:
        return None
    best = max(fitting, key=lambda both: sum(len(columns) for _, columns in both))
    return "side_by_side", {"台账": "".join(dict.fromkeys(f"《{register.name}》" for register, _ in best))}


def _alike(sheet: Sheet, heads: _Heads) -> tuple[str, Mapping[str, str]] | None:
    best = _best(_fitting(sheet, heads))
    return ("alike", {"台账": "".join(f"《{one[1].name}》" for one in best)}) if len(best) > 1 else None


def _nearest(sheet: Sheet, heads: _Heads) -> Mapping[str, str] | None:
    named = {place: head_name(text) for place, text in heads.items() if known_word(text)}
    registers = [sheet.plan.registers[name] for name in sheet.register_ids]
    near = [(dict(_near(one, named)), one) for one in registers]
    found, register = max(near, key=lambda one: len(one[0]), default=({}, None))
    if register is None or len(found) < min(LEAST_NEAR, len(register.columns)):
        return None
    keyed = {name for key in register.keys[:1] for name in key}
    needed = [one.name for one in register.columns if one.required or one.name in keyed]
    other = [name for name in needed if found.get(name) != head_name(name)]
    words = [say("imports.near_head", 栏=name, 写=found[name]) if name in found else f"“{name}”" for name in other]
    return {"台账": register.name, "栏": "、".join(words)} if words else None


def _near(register: Register, named: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a register whose name is a head, or is part of one head alone, and that head."""
    heads = set(named.values())
    for column in register.columns:
        name = head_name(column.name)
        alike = [one for one in heads if min(len(one), len(name)) > 1 and (name in one or one in name)]
        if name in heads or len(alike) == 1:
            yield column.name, name if name in heads else alike[0]
