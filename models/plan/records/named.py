"""Named: which unit, period or indicator a person means by what was written, beside its exact id."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

from models.basics.period import Period, own_id
from models.plan.records.indicator import Indicator
from models.plan.records.units import Unit, called, folded_name

_NUMBERS = str.maketrans("一二三四五六七八九", "123456789")
_BRACKET, _YEAR = re.compile(r"[（(][^（）()]*[）)]$"), re.compile(r"^\d{4}年度?")
_SHORTEST = 2  # characters of a name without its year: 度 names nothing


def unit_meant(units: Iterable[Unit], text: str) -> str | None:
    """Return the id of the unit of that name, code or alias, also behind the city its full name begins with."""
    known = tuple(units)
    return _meant(text, {unit.id: called(unit) for unit in known}, {unit.id: _behind_city(unit) for unit in known})


def period_meant(periods: Iterable[Period], text: str) -> str | None:
    """Return the id of the only period of that id or name: 2020q3, 2020年第三季度, 三季度."""
    known = tuple(periods)
    names = {period.id: (period.id, own_id(period.id), period.name) for period in known}
    return _meant(text, names, {period.id: tuple(_shorter(period.name)) for period in known})


def indicator_meant(indicators: Iterable[Indicator], text: str) -> str | None:
    """Return the id of the indicator of that id or name."""
    return _meant(text, {one.id: (one.id, one.name) for one in indicators}, {})


def _meant(text: str, names: Mapping[str, Sequence[str]], further: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one that is called so; if nobody is, the only one that is when width, case and numerals are let go.

    `further`: what they are also called, several perhaps the same.
    """
    wanted, loose = folded_name(text), _loosely(text)
    exact = (id for id, known in names.items() if wanted in map(folded_name, known))
    found = next(exact, None)
    if found is not None or not loose:
        return found
    near = [id for id, known in names.items() if loose in map(_loosely, (*known, *further.get(id, ())))]
    return near[0] if len(near) == 1 else None


def _loosely(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split()).translate(_NUMBERS)


def _behind_city(unit: Unit) -> tuple[str, ...]:
    """Every name and code with the words before it that the full name has: 安康市 before 紫阳县."""
    ahead = {
        full.removesuffix(dated.name)
        for dated in unit.names
        for full in (unit.full_name, dated.full_name)
        if full.endswith(dated.name)
    }
    return tuple(before + name for before in ahead if before for name in called(unit))


def _shorter(name: str) -> Iterator[str]:
    """Yield a period's name as people shorten it: without its bracket, its 第, its year."""
    bare = _BRACKET.sub("", name)
    for one in (bare, _YEAR.sub("", bare)):
        if len(one) >= _SHORTEST:
            yield from (one, one.replace("第", ""))
