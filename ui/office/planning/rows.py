"""Plan rows: what the page of the plan shows, as rows: facts, problems, a trial run, a comparison."""

from collections.abc import Iterable, Iterator, Sequence

from models.basics.messages import in_words_of, joined, say
from models.basics.quantity import with_measure
from models.plan.plan import Plan
from models.planning.compare import changes, step_taken, step_wanted
from models.planning.effects import ReturnEffect, owed
from models.planning.tried import Tried
from ui.look.signs import Sign
from ui.office.lists.rows import TableCell, TableRow

Line = tuple[str, str, Sign | None, str]  # where, what, sign, tone


def _rows(lines: Iterable[Line]) -> list[TableRow]:
    return [
        TableRow(
            key=str(number),
            cells=(TableCell(text=where, bold=bool(where), sign=sign), TableCell(text=what, tone=tone, tip=what)),
        )
        for number, (where, what, sign, tone) in enumerate(lines)
    ]


def file_row(name: str) -> TableRow:
    """Return the line that says which plan was opened, from which file."""
    cells = TableCell(text=say("office.plan.opened"), tone="quiet"), TableCell(text=name, bold=True)
    return TableRow(key="file", cells=cells)


def plan_row_set(plan: Plan) -> list[TableRow]:
    """Return what a plan holds."""
    facts = {
        "id": plan.id,
        "issued": plan.issued.isoformat(),
        "span": f"{plan.since.isoformat()} — {plan.until.isoformat()}",
        "units": len(plan.filing_units),
        "indicators": len(plan.indicators),
        "items": len(plan.items),
        "registers": len(plan.registers),
        "checks": len(plan.checks),
        "periods": "、".join(period.name for period in plan.periods.values()),
    }
    return [
        TableRow(key=name, cells=(TableCell(text=say(f"office.plan.{name}"), tone="quiet"), TableCell(text=str(value))))
        for name, value in facts.items()
    ]


def problem_rows(found: Sequence[tuple[str, str, str]], *, bad: bool) -> tuple[TableRow, ...]:
    """Return what is wrong, or worth a second look, each with sheet (or file), cell (or place) and sentence."""
    sign = Sign.MISSED if bad else Sign.BEHIND
    kind = "bad" if bad else "look"
    return tuple(
        TableRow(
            key=f"{kind}{number}",
            cells=(
                TableCell(text=f"{sheet} {cell}".strip(), bold=True, sign=sign),
                TableCell(text=message, tip=message),
            ),
        )
        for number, (sheet, cell, message) in enumerate(found)
    )


def with_looks(rows: Sequence[TableRow], looks: int) -> list[TableRow]:
    """Return rows of what is worth a second look under a line that says so."""
    head = TableCell(text=say("office.plan.looks_again", n=looks), tone="quiet")
    return [TableRow(key="looks", cells=(TableCell(text=""), head)), *rows]


@in_words_of(lambda plan, *_: plan.words)
def tried_rows(plan: Plan, tried: Tried) -> list[TableRow]:
    """Return what a made-up city said: checks that fired first, then those that cannot, then the summary."""
    return _rows(_tried(plan, tried))


def _tried(plan: Plan, tried: Tried) -> Iterator[Line]:
    from forms.summary.sheets import target_words

    period = plan.periods[tried.period].name
    yield "", say("office.plan.tried", 期=period, n=tried.sheets), None, "quiet"
    for unit in tried.blocked:
        yield plan.unit_name(unit), say("office.plan.blocked"), Sign.MISSED, "text"
    for one in tried.counts:
        trial = say("window.place.line", 名称=say("office.plan.trial")) if one.check.trial else ""
        name = f"{one.check.id}{trial}"
        if not one.reached:
            yield name, say("office.plan.never"), Sign.BEHIND, "text"
        if one.broken:
            facts = {"n": one.broken, "家": one.fired, "例": one.example}
            yield name, say("office.plan.fired", **facts), Sign.IN_HAND, "text"
        if one.unknown:
            yield name, say("office.plan.unknown", n=one.unknown), Sign.BEHIND, "text"
    for result in tried.summary.results:
        value = "—" if result.value is None else with_measure(result.shown, result.indicator.measure)
        target = say("office.plan.target", 目标=target_words(result))
        told = (value, target, result.judged, result.coverage, joined(result.notes))
        text = "　".join(one for one in told if one)
        yield result.indicator.name, text, None, "text"
    silent = [one.check.id for one in tried.counts if one.reached and not (one.broken or one.unknown)]
    if silent:
        yield say("office.plan.silent"), "、".join(silent), None, "quiet"


def compared_rows(old: Plan, new: Plan, effects: Sequence[ReturnEffect]) -> list[TableRow]:
    """Return what differs between two plans, who owes more or less, and what it does to the returns in force."""
    return _rows((*_changed(old, new), *_touched(old, new, effects), *_due(old, new)))


def _changed(old: Plan, new: Plan) -> Iterator[Line]:
    from forms.plan_book.layout import word as book_word
    from forms.plan_book.told import change_words

    found = changes(old, new)
    yield "", say("office.plan.changes", n=len(found)) if found else say("office.plan.same"), None, "quiet"
    if found:
        yield "", _step(old, new), None, "quiet"
    for change in found:
        yield f"{book_word(f'record.{change.kind}')} {change.id}".strip(), change_words(change), None, "text"


def _step(old: Plan, new: Plan) -> str:
    """What the change asks of the version; of another plan that no version is held against the other's."""
    if old.id != new.id:
        return say("plan_diff.other_plan")
    wanted, taken = step_wanted(changes(old, new)), step_taken(old, new)
    steps = {"要求": say(f"plan_diff.step_{wanted.value}"), "实际": say(f"plan_diff.step_{taken.value}")}
    return say("plan_diff.step" if taken >= wanted else "plan_diff.step_short", **steps)


def _touched(old: Plan, new: Plan, effects: Sequence[ReturnEffect]) -> Iterator[Line]:
    from forms.plan_book.told import effect_place, refusal_words

    if effects:
        same = say("office.plan.same_returns", n=sum(one.untouched for one in effects))
        yield say("office.plan.returns"), same, None, "text"
    for one in effects:
        name = " ".join(effect_place(old, new, one))
        if one.refused:
            yield name, refusal_words(one), Sign.MISSED, "text"
        if one.lost:
            yield name, say("office.plan.lost", 名单="、".join(one.lost)), Sign.MISSED, "text"
        yield from ((name, say("office.plan.new_finding", 句=found.message), Sign.BEHIND, "text") for found in one.new)
        yield from ((name, say("office.plan.gone_finding", 句=found.message), None, "quiet") for found in one.gone)


def _due(old: Plan, new: Plan) -> Iterator[Line]:
    for due in owed(old, new):
        where = {"单位": new.unit_name(due.unit), "期": new.periods[due.period].name}
        for key in ("more", "less"):
            if items := getattr(due, key):
                yield where["单位"], say(f"plan_diff.{key}", **where, 名单="、".join(items)).strip(), None, "text"
