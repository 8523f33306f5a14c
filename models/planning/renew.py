"""Renew: the rows of a new plan, from the common set or from the plan of the year before.

Next year's plan keeps every id of what goes on (units, indicators, items, registers, checks), so that figures follow it
from year to year; days, periods and what is named by the year move on. What only the new document can say (its number,
holidays) is left out, and every place that still speaks of the old year is told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import partial
from typing import Any

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import quoted
from models.basics.records import dataclass
from models.plan.rows.keys import KEYS, Type
from models.plan.rows.toml_row import row_names
from models.planning.source import SINGLE, Rows
from models.planning.template import template_rows

_YEAR = r"(?<![0-9]){}(?![0-9])"
DAYS_OF_A_YEAR = 365.25  # a plan of fifteen months is followed after one year, one of five years after five
_KEPT = frozenset(("unit", "dated_name"))  # tables whose days are facts and stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """The rows of a new plan, and what a person has to look at: (path, sentence)."""

    rows: Rows
    looks: tuple[tuple[str, str], ...]


def from_template(year: int, title: str = "", id: str = "") -> Renewed:
    """Return the beginning of a plan: the common set, without units, indicators, items and periods.

    Raises AppError("year_unknown") for a year no calendar has.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise AppError("year_unknown", 年份=year)
    rows = template_rows()
    head = rows["plan"][0]
    head |= {
        "issued": date(year, 1, 1),
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
        "id": id or f"PLAN-{year}",
    }
    head["title"] = title or head["title"]
    return Renewed(rows=rows, looks=())


def next_year(rows: Rows, *, id: str = "", title: str = "") -> Renewed:
    """Return the plan of the years after an older one, which it follows."""
    head = rows["plan"][0]
    old = head.get("year", head["until"].year)
    span = max(1, round(((head["until"] - head["since"]).days + 1) / DAYS_OF_A_YEAR))
    move = _Move(old=old, by=span, periods=_period_ids(rows, old, span))
    made: Rows = {kind: [move.row(kind, row) for row in found] for kind, found in rows.items() if kind != "calendar"}
    looks = [("plan.doc_no", say("plan_new.doc_no")), ("plan.issued", say("plan_new.issued"))]
    looks += _longer_targets(head, rows.get("indicator", ()), made.get("indicator", ()))
    new = made["plan"][0]
    new |= {"version": "1.0.0", "follows": head["id"], "id": id or move.text(head["id"])}
    if new["id"] == head["id"]:
        new["id"] = f"{head['id']}-{old + span}"[:40]
    new["title"] = title or new["title"]
    new["header"] = head.get("header", {})
    new.pop("doc_no", None)
    if same := [old_id for old_id, new_id in move.periods.items() if old_id == new_id]:
        looks.append((f"period[{same[0]}].id", say("plan_new.same_period", n=len(same))))
    if rows.get("calendar"):
        looks.append(("calendar", say("plan_new.calendar")))
    for year in range(old, old + span):
        speaking = _speaking_of(made, str(year))
        looks += [(at, say("plan_new.old_year", 年=year, 原文=quoted(text))) for at, text in speaking]
    return Renewed(rows=made, looks=tuple(looks))


def _longer_targets(
    head: Mapping[str, Any], before: Iterable[Mapping[str, Any]], made: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Put back the days of targets that run on after the old plan, and tell of every one that runs longer than it."""
    for old, new in zip(before, made, strict=True):
        at = f"indicator[{old.get('id', '')}]"
        since, due = old.get("since", head["since"]), old.get("due", head["until"])
        if due > head["until"]:
            new |= {name: old[name] for name in ("since", "due") if name in old}
            yield f"{at}.due", say("plan_new.runs_on", 起=since, 止=due)
        elif since < head["since"]:
            yield f"{at}.since", say("plan_new.ran_out", 起=since, 止=due)


def _period_ids(rows: Rows, old: int, by: int) -> Mapping[str, str]:
    """Return the old id of every period → its new one; those named without a year keep theirs."""
    moved = {}
    for row in rows.get("period", ()):
        moved[row["id"]] = _moved(row["id"], old, by)
        if moved[row["id"]] == row["id"]:  # 26H1
            short = _YEAR.format("(" + "|".join(f"{year % 100:02}" for year in range(old, old + by + 1)) + ")")
            later = partial(_two_digits_later, by=by)
            moved[row["id"]] = re.sub(short, later, row["id"], count=1)
        if moved[row["id"]] == row["id"]:
            moved[row["id"]] = _run_on(row, by)
    return moved


def _run_on(row: Mapping[str, Any], by: int) -> str:
    """Return the id of a period whose year runs on into its month (202601, 2601, M260110), moved on."""
    id = str(row["id"])
    for day in (row["start"], row["end"]):
        month = f"(?={day.month:02}(?:[0-9]{{2}})?(?![0-9]))"
        for old, new in ((f"{day.year}", f"{day.year + by}"), (f"{day.year % 100:02}", f"{(day.year + by) % 100:02}")):
            found = re.sub(f"(?<![0-9]){old}{month}", new, id, count=1)
            if found != id:
                return found
    return id


def _two_digits_later(found: re.Match[str], by: int) -> str:
    return f"{(int(found[0]) + by) % 100:02}"


def _moved(text: str, old: int, by: int) -> str:
    """Return a text with every year of the plan, those before it and the one after it moved on."""
    years = "|".join(str(year) for year in range(old - by, old + by + 1))
    return re.sub(_YEAR.format(f"({years})"), lambda found: str(int(found[0]) + by), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """How everything of a plan moves on by some years."""

    old: int
    by: int
    periods: Mapping[str, str]

    def text(self, text: str) -> str:
        """Return a name of the plan's own with its year moved on."""
        return _moved(text, self.old, self.by)

    def row(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row with its days, and the names of periods, moved on."""
        return {name: self.value(table, name, value) for name, value in row.items()}

    def value(self, table: str, name: str, value: Any) -> Any:  # noqa: ANN401
        """Return what a key says, moved on."""
        key = KEYS[table].key(name) if table in KEYS else None
        if isinstance(value, date):
            return value if table in _KEPT else _later(value, self.by)
        if isinstance(value, str):
            return self._text(table, name, value)
        if (table, name) == ("plan", "year"):
            return value + self.by
        if key is not None and key.type in (Type.TABLE, Type.ROWS):
            inner = [self.row(key.of, one) for one in (value if isinstance(value, list) else [value])]
            return inner if isinstance(value, list) else inner[0]
        if isinstance(value, Mapping):
            return {self.periods.get(inner, inner): self._inside(name, one) for inner, one in value.items()}
        return value

    def _inside(self, name: str, value: Any) -> Any:  # noqa: ANN401
        return self.periods.get(value, value) if name == "predecessor" else value

    def _text(self, table: str, name: str, value: str) -> str:
        key = KEYS[table].key(name) if table in KEYS else None
        if table == "period" and name in ("id", "predecessor", "last_year"):
            return self.periods.get(value, value)
        if key is not None and key.type is Type.REF and key.of == "period":
            return self.periods.get(value, value)
        own = (table == "period" and name == "name") or (table == "plan" and name in ("title", "short_title"))
        return self.text(value) if own else value


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _speaking_of(rows: Rows, year: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of everything that still names a year, a row's key once."""
    pattern = re.compile(_YEAR.format(year))
    for kind, found in rows.items():
        for called, row in zip(row_names(list(found)), found, strict=True):
            named: dict[str, str] = {}
            for name, text in _texts(row):
                if pattern.search(text) and (kind, name) != ("plan", "follows"):
                    named.setdefault(name, text)
            for name, text in named.items():
                yield f"{kind if kind in SINGLE else f'{kind}[{called}]'}.{name}", text


def _texts(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield name, one
            elif isinstance(one, Mapping):
                yield from ((name, text) for _, text in _texts(one))
