"""Compare: what changed between two plans, how large a step of the version that asks for.

Records are held against each other by their ids. A change of words asks for a patch; what comes or goes for a minor
version; another measure, formula, type, key or choice of something that stays for a major one: figures before and after
are then not the same figure. What that does to filed returns: see `models.planning.effects`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import IntEnum
from typing import Any

from models.basics.period import own_id
from models.basics.quantity import Measure
from models.basics.records import dataclass
from models.formula.formula import Formula
from models.plan.looks.matrix import Matrix
from models.plan.plan import Plan, Safeguard

KINDS = (
    "unit_kinds", "units", "groups", "blocks", "period_kinds", "periods", "tables", "indicators", "items", "registers",
    "parameters", "checks", "deliverables", "process",
)  # fmt: skip
_WORDS = frozenset((
    "name", "names", "full_name", "aliases", "title", "short_title", "text", "message", "clause", "clauses", "note",
    "notes", "as_written", "lead_as_written", "responsible_as_written", "doc_no", "header", "words", "wordings", "all",
    "kind_text", "places",
))  # fmt: skip
_DEFINING = {  # what cannot change while figures stay comparable
    "items": ("measure", "type", "formula", "count", "choices", "cumulative", "indicator", "process"),
    "indicators": (
        "measure", "direction", "aggregate", "value_item", "verified_item", "numerator", "denominator", "exact",
        "decide_decimals", "decide_rounding", "base",
    ),
    "registers": ("keys",),
    "columns": ("type", "measure", "choices"),
}  # fmt: skip
_UNTOLD = ("measures",)
_WAYS = ("table", "split", "optional", "part", "duty", "clause", "note")  # how an item is filled, beside who fills it


class Step(IntEnum):
    """How large a step of the version a change asks for."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


_PATCHED = ("title", "short_title", "doc_no", "issued", "year", "header", "words")
_ADDED = ("since", "until", "uses", "calendar", "office", "follows", "book_seal")
HEAD: Mapping[str, Step] = {  # field of the plan itself → the step another value asks for
    **dict.fromkeys(_PATCHED, Step.PATCH),
    **dict.fromkeys(_ADDED, Step.MINOR),
    "rounding": Step.MAJOR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One thing that differs: kind and id, and the field with both values ("" for something that came or went)."""

    kind: str
    id: str
    field: str = ""
    before: str | None = None  # None: it was not there
    after: str | None = None  # None: it is gone
    step: Step


def changes(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Return everything that differs between two plans, kind by kind; a period goes by the id in its own plan."""
    old, new = own_periods(old), own_periods(new)
    by_kind = (one for kind in KINDS for one in _kind(old, new, kind))
    return tuple((*_head(old, new), *_measures(old, new), *by_kind, *_safeguards(old, new), *_assigned(old, new)))


def says_the_same(one: Plan, other: Plan) -> bool:
    """True for two plans whose files say the same in whatever layout: equal records, in the same order."""
    one, other = (replace(own_periods(plan), digest="") for plan in (one, other))
    ordered = (list(getattr(one, kind)) == list(getattr(other, kind)) for kind in KINDS)
    return one == other and one.measures == other.measures and all(ordered)


def own_periods(plan: Plan) -> Plan:
    """The plan with the ids its own files give its periods, whatever plans stand beside it in a workspace."""
    return replace(plan, periods={own_id(id): replace(one, id=own_id(id)) for id, one in plan.periods.items()})


def step_wanted(found: tuple[PlanChange, ...]) -> Step:
    """Return the largest step any change asks for."""
    return max((one.step for one in found), default=Step.NONE)


def step_taken(old: Plan, new: Plan) -> Step:
    """Return the step from one version to another; NONE for the same and for a lower one."""
    one, other = ([int(part) for part in plan.version.split(".")] for plan in (old, new))
    if other <= one:
        return Step.NONE
    place = next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return Step(Step.MAJOR - place)


def _head(old: Plan, new: Plan) -> Iterator[PlanChange]:
    for name, step in HEAD.items():
        yield from _field("plan", "", name, old, new, step)


def _kind(old: Plan, new: Plan, kind: str) -> Iterator[PlanChange]:
    before, after = getattr(old, kind), getattr(new, kind)
    for id in before:
        if id not in after:
            yield PlanChange(kind=kind, id=id, before=_called(before[id], id), step=Step.MINOR)
    for id, record in after.items():
        if id not in before:
            yield PlanChange(kind=kind, id=id, after=_called(record, id), step=Step.MINOR)
        elif not is_dataclass(record):
            named = Step.PATCH if isinstance(record, str) else Step.MINOR
            yield from _values(kind, id, "name" if named is Step.PATCH else "", before[id], record, named)
        else:
            for one in fields(record):
                step = Step.MAJOR if one.name in _DEFINING.get(kind, ()) else Step.MINOR
                wanted = Step.PATCH if one.name in _WORDS else step
                if one.compare and one.name not in _UNTOLD:
                    yield from _field(kind, id, one.name, before[id], record, wanted)


def _field(kind: str, id: str, name: str, before: object, after: object, step: Step) -> Iterator[PlanChange]:
    yield from _values(kind, id, name, getattr(before, name), getattr(after, name), step)


def _values(kind: str, id: str, name: str, one: object, other: object, step: Step) -> Iterator[PlanChange]:
    if one == other:
        return
    if _named(one) and _named(other):
        yield from _inside(PlanChange(kind=kind, id=id, field=name, step=step), one, other)
    else:
        yield PlanChange(kind=kind, id=id, field=name, before=said(one), after=said(other), step=step)


def _named(value: object) -> bool:
    """True for records that are told apart by their names, as columns are; an empty row of them too."""
    return isinstance(value, tuple) and all(is_dataclass(one) and hasattr(one, "name") for one in value)


def _inside(head: PlanChange, one: Any, other: Any) -> Iterator[PlanChange]:  # noqa: ANN401
    """Yield what differs between columns: those that came and went, and of the others the fields that changed."""
    before, after = {record.name: record for record in one}, {record.name: record for record in other}
    for name in (*before, *(name for name in after if name not in before)):
        had, has = before.get(name), after.get(name)
        if had is None or has is None:
            texts = [None if record is None else said(record) for record in (had, has)]
            yield replace(head, before=texts[0], after=texts[1])
            continue
        for field in fields(had):
            if field.compare and field.name not in _UNTOLD and getattr(had, field.name) != getattr(has, field.name):
                step = Step.MAJOR if field.name in _DEFINING["columns"] else head.step
                texts = [f"{name}·{field.name}：{said(getattr(record, field.name))}" for record in (had, has)]
                wanted = Step.PATCH if field.name in _WORDS else step
                yield replace(head, before=texts[0], after=texts[1], step=wanted)
    if list(before) != list(after) and set(before) == set(after):
        yield replace(head, before="、".join(before), after="、".join(after), step=Step.PATCH)


def _measures(old: Plan, new: Plan) -> Iterator[PlanChange]:
    """A plan's own measures: another factor makes another figure of what was typed."""
    before, after = old.measures.named, new.measures.named
    for name in dict.fromkeys((*before, *after)):
        texts = [_of_measure(named.get(name)) for named in (before, after)]
        if texts[0] != texts[1]:
            step = Step.MAJOR if all(texts) else Step.MINOR
            yield PlanChange(kind="measures", id=name, before=texts[0], after=texts[1], step=step)
    if old.measures.by_spelling != new.measures.by_spelling:
        spelt = [dict(found.measures.by_spelling) for found in (old, new)]
        gone, came = (
            [text for text in one if one[text] != other.get(text) and text != one[text]]
            for one, other in (spelt, spelt[::-1])
        )
        if gone or came:
            texts = [said(sorted(found)) for found in (gone, came)]
            yield PlanChange(
                kind="measures", id="", field="spellings", before=texts[0], after=texts[1], step=Step.MINOR
            )


def _of_measure(measure: Measure | None) -> str | None:
    if measure is None:
        return None
    return f"{measure.name}（dimension={measure.dimension}，factor={measure.factor}）"


def _safeguards(old: Plan, new: Plan) -> Iterator[PlanChange]:
    """Safeguards have no ids: they go by their titles, those of one title by their turn."""
    before, after = _by_title(old), _by_title(new)
    for key in dict.fromkeys((*before, *after)):
        one, other, title = before.get(key), after.get(key), key[0]
        if one is None or other is None:
            texts = [None if found is None else found.text for found in (one, other)]
            yield PlanChange(kind="safeguards", id=title, before=texts[0], after=texts[1], step=Step.MINOR)
        else:
            for name in (field.name for field in fields(one)):
                yield from _field("safeguards", title, name, one, other, Step.PATCH if name in _WORDS else Step.MINOR)


def _by_title(plan: Plan) -> dict[tuple[str, int], Safeguard]:
    found: dict[tuple[str, int], Safeguard] = {}
    for one in plan.safeguards:
        found[one.title, sum(title == one.title for title, _ in found)] = one
    return found


def _assigned(old: Plan, new: Plan) -> Iterator[PlanChange]:
    """Who fills what, item by item: the units that came and went, and how else an item is filled now."""
    before, after = Matrix(old).assigned, Matrix(new).assigned
    ways = [_ways(plan) for plan in (old, new)]
    for item in (one for one in new.items if one in old.items):
        if before.get(item, frozenset()) != after.get(item, frozenset()):
            texts = [said(sorted(found.get(item, ()))) for found in (before, after)]
            yield PlanChange(
                kind="assignments", id=item, field="units", before=texts[0], after=texts[1], step=Step.MINOR
            )
        for name in _WAYS:
            one, other = (found.get((item, name), {}) for found in ways)
            both = [unit for unit in one if unit in other and one[unit] != other[unit]]
            if both:
                texts = [said(list(dict.fromkeys(said(found[unit]) for unit in both))) for found in (one, other)]
                step = Step.MAJOR if name == "part" else Step.PATCH if name in _WORDS else Step.MINOR
                yield PlanChange(kind="assignments", id=item, field=name, before=texts[0], after=texts[1], step=step)


def _ways(plan: Plan) -> dict[tuple[str, str], dict[str, tuple[object, ...]]]:
    """(item, key of an assignment) → unit → its values, one for each assignment that gives the unit the item."""
    found: dict[tuple[str, str], dict[str, tuple[object, ...]]] = {}
    for one in plan.assignments:
        for item in one.items:
            for name in _WAYS:
                by_unit = found.setdefault((item, name), {})
                for unit in one.units:
                    by_unit[unit] = (*by_unit.get(unit, ()), getattr(one, name))
    return found


def _called(record: object, id: str) -> str:
    if isinstance(record, str):
        return record
    return str(getattr(record, "first_name", "") or getattr(record, "name", "") or getattr(record, "title", "") or id)


def said(value: Any) -> str:  # noqa: ANN401
    """Return a value of a record as one line."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, Mapping):
        return "；".join(f"{name} = {said(one)}" for name, one in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return "、".join(said(one) for one in (value if isinstance(value, tuple | list) else sorted(value)))
    if isinstance(value, IntEnum):
        return value.name.lower()
    if is_dataclass(value):
        name = getattr(value, "name", "") or getattr(value, "id", "")
        named = [one.name for one in fields(value) if one.compare and one.name not in ("name", "id", *_UNTOLD)]
        inside = [f"{one}={text}" for one in named if (text := said(getattr(value, one))) not in ("", "False")]
        return f"{name}（{'，'.join(inside)}）" if inside else str(name)
    return "" if value is None else str(value)
