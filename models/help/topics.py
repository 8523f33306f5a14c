"""Help: what a person wants to know about one place — what belongs there, how to type it, what looks at it, and why.

Gathers facts of plan, sheet and settings into sections of plain lines; holds no figure, runs no check, knows no window.
Every word is in help.toml; definitions are the plan's own (`Indicator.notes`, `Block.text`).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from models.basics.addresses import COVER, split_row_address
from models.basics.messages import say
from models.basics.period import Period
from models.basics.quantity import LEAST_PLACES, convert, plain, with_measure
from models.basics.records import dataclass
from models.checks.findings import Finding, Outcome
from models.help.checks import EVERYWHERE, LEVELS, finding_words, level_words, look_words, looks_at, remedy_words
from models.help.phrases import column_word, figure, place_name, slot_formula
from models.help.registers import Section, register_sections, typing_of
from models.plan.plan import ColumnType, Direction, Indicator, Item, ItemType, Level
from models.sheet.cells import STATES, most_of
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.sheet import Sheet

OWN_PAGES = ("overview", "cover", "progress", "findings", "filing", "receipts", "slices")
GUIDES = {"findings": "5-checks", "filing": "6-filing", "receipts": "7-receipts", "slices": "4-slices"}
TABLE_GUIDE, REGISTER_GUIDE = "2-table", "3-registers"
BOUNDS = {
    Direction.AT_LEAST: "at_least", Direction.AT_MOST: "at_most", Direction.DROP: "drop",
    Direction.NO_GROWTH: "at_most", Direction.NOT_BELOW_BASE: "at_least",
}  # fmt: skip
ITEM_KINDS = {
    ItemType.DATE: ColumnType.DATE, ItemType.CHOICE: ColumnType.CHOICE,
    ItemType.YES_NO: ColumnType.YES_NO, ItemType.TEXT: ColumnType.TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """Help about one place, finding or page. `guide` is the page of the guide that tells more."""

    title: str
    sections: tuple[Section, ...]
    guide: str


def help_of_place(sheet: Sheet, address: str, findings: Iterable[Finding] = (), *, locked: bool = False) -> Topic:
    """Return help about a cell, field, register, row or column of a register; `findings` are those of the place."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    row = split_row_address(address)
    register = sheet.plan.registers.get(row.register if row else address)
    found = [_finding_section(sheet, one, locked=locked) for one in findings]
    if slot is not None:
        about, guide = _of_slot(sheet, slot), TABLE_GUIDE
    elif field is not None:
        about, guide = _of_field(sheet, field), TABLE_GUIDE
    elif register is not None:
        about, guide = register_sections(sheet, register, row.column if row else None), REGISTER_GUIDE
    else:
        about, guide = iter(()), TABLE_GUIDE
    sections = (*found, *about, *_checks(sheet, address))
    return Topic(place_name(sheet, address), tuple(one for one in sections if one.lines), guide)


def help_of_finding(sheet: Sheet, finding: Finding, *, locked: bool = False) -> Topic:
    """Return help about one finding: what it means, its figures, what to do; then about its place."""
    if finding.at is None:
        section = _finding_section(sheet, finding, locked=locked)
        return Topic(say("help.finding.title"), (section, _levels()), GUIDES["findings"])
    place = help_of_place(sheet, finding.at, [finding], locked=locked)
    return Topic(place.title, place.sections, GUIDES["findings"])


def help_of_page(sheet: Sheet, key: str, title: str) -> Topic:
    """Return help about a page as a whole: what it is for and what can be done on it."""
    if key in sheet.plan.registers:
        return help_of_place(sheet, key)
    name = key if key in OWN_PAGES else "table"
    columns = "、".join(column_word(column) for column in sheet.plan.progress_columns)
    lines = tuple(say(f"help.page.{name}", 各栏=columns).splitlines())
    levels = (_levels(),) if name == "findings" else ()
    return Topic(title, (Section(say("help.heading.page"), lines), *levels), GUIDES.get(key, TABLE_GUIDE))


def _finding_section(sheet: Sheet, finding: Finding, *, locked: bool) -> Section:
    lines = [*finding_words(sheet, finding), *remedy_words(finding, locked=locked)]
    if finding.check.clause not in ("", EVERYWHERE):
        lines.append(say("help.basis.clause", 条款=finding.check.clause))
    waits = finding.outcome is Outcome.NOT_EVALUATED
    return Section(say("help.finding.waits" if waits else f"help.finding.{LEVELS[finding.level]}"), tuple(lines))


def _levels() -> Section:
    return Section(say("help.heading.levels"), tuple(level_words(level) for level in sorted(Level, reverse=True)))


def _checks(sheet: Sheet, address: str) -> Iterator[Section]:
    looks = looks_at(sheet, address)
    if looks:
        yield Section(say("help.heading.checks"), tuple(look_words(sheet, look, address) for look in looks))
        yield _levels()


def _of_slot(sheet: Sheet, slot: Slot) -> Iterator[Section]:
    item = slot.item
    by_itself = slot.total or not item.entered
    yield Section(say("help.heading.fill"), (*_meaning(sheet, item), *_duty(sheet, slot, by_itself=by_itself)))
    if by_itself:
        yield Section(say("help.heading.formula"), tuple(_making(sheet, slot)))
    else:
        typing = _item_typing(sheet, item)
        yield Section(say("help.heading.measure" if item.numeric else "help.heading.typing"), tuple(typing))
    yield Section(say("help.heading.used"), tuple(_used_in(sheet, slot)))
    if not by_itself or item.type is ItemType.COUNTED:
        states = (say("help.state.line", 状态=say(f"window.state.{s}"), 意思=say(f"help.state.{s}")) for s in STATES)
        yield Section(say("help.heading.states"), (say("help.state.how"), *states))
    yield Section(say("help.heading.basis"), tuple(_basis(sheet, slot)))


def _making(sheet: Sheet, slot: Slot) -> Iterator[str]:
    """How a cell that comes by itself is made, and what it comes to now."""
    cell = sheet.cell(slot.address)
    yield slot_formula(sheet, slot)
    yield say("help.formula.now", 值=with_measure(figure(sheet, cell, slot.item), slot.item.measure))
    yield say("help.formula.control")


def _meaning(sheet: Sheet, item: Item) -> Iterator[str]:
    """The plan's own words: definition, scope and traps; of a process item the task it belongs to."""
    indicator = sheet.plan.indicators.get(item.indicator or "")
    if indicator is not None and indicator.notes:
        yield from indicator.notes
        return
    block = sheet.plan.blocks.get(item.block or "")
    if block is not None and block.text:
        yield say("help.fill.task", 任务=block.title, 要求=block.text)


def _duty(sheet: Sheet, slot: Slot, *, by_itself: bool) -> Iterator[str]:
    item = slot.item
    if slot.last_year:
        yield say("help.fill.last_year")
    elif item.cumulative:
        yield _accumulated(sheet.plan.periods[sheet.period_id])
    if by_itself:
        yield say("help.fill.by_itself")
    elif not slot.due:
        yield say("help.fill.early" if item.early else "help.fill.not_due")
    else:
        yield say("help.fill.required" if slot.required else "help.fill.optional")
    kinds = [sheet.plan.period_kinds[kind].name for kind in item.due_in] or [item.frequency.name]
    yield say("help.fill.often", 报="、".join(kinds))


def _accumulated(period: Period) -> str:
    """From when a cumulative figure counts: the first day of a year, or whatever day the period says."""
    first = period.counts_from
    if (first.month, first.day) == (1, 1) and first.year == period.end.year:
        return say("help.fill.cumulative")
    return say("help.fill.cumulative_from", 年=first.year, 月=first.month, 日=first.day)


def _item_typing(sheet: Sheet, item: Item) -> Iterator[str]:
    if not item.numeric:
        yield from typing_of(ITEM_KINDS[item.type], sheet.choices_of(item))
        return
    if item.measure:
        yield say("help.measure.own", 单位=item.measure)
    if item.type is ItemType.WHOLE:
        yield say("help.measure.whole")
    elif item.decimals is not None:
        least = min(LEAST_PLACES, item.decimals)
        yield say(f"help.measure.{'decimals' if least == item.decimals else 'decimals_to'}", k=least, n=item.decimals)
    yield say("help.measure.negative" if item.negative else "help.measure.not_negative")
    others = _measures_taken(item)
    if others:
        smaller = item.measure.removeprefix("万")  # what people really have in hand: 亩 where 万亩 is asked
        one = smaller if smaller in others else others[0]
        sample = say("help.measure.sample", 原=f"500{one}", 得=_converted(one, item), 单位=item.measure)
        yield say("help.measure.taken", 单位="、".join(others), 例=sample)
    yield say("help.measure.refused")


def _measures_taken(item: Item) -> tuple[str, ...]:
    """The measures a clerk may type behind a number besides the item's own: of its dimension, and those it accepts."""
    return item.measures.taken(item.measure, item.accepts)


def _converted(measure: str, item: Item) -> str:
    return plain(convert(Decimal(500), measure, item.measure, item.accepts, item.measures))


def _used_in(sheet: Sheet, slot: Slot) -> Iterator[str]:
    """Names of the derived items that are made from this one."""
    if slot.last_year or slot.total:
        return
    formulas = {s.item.id: s.item for s in sheet.slots.values() if s.item.formula is not None}
    names = [one.name.strip() for one in formulas.values() if one.formula and slot.item.id in one.formula.reads]
    if names:
        yield "、".join(names)


def _basis(sheet: Sheet, slot: Slot) -> Iterator[str]:
    item = slot.item
    if item.clause:
        yield say("help.basis.clause", 条款=item.clause)
    block = sheet.plan.blocks.get(item.block or "")
    if block is not None:
        yield say("help.basis.block", 任务=block.title, **sheet.plan.roles_of(block))
    indicator = sheet.plan.indicators.get(item.indicator or "")
    if indicator is not None and indicator.value_item == item.id:
        yield from _targets(sheet, slot, indicator)


def _targets(sheet: Sheet, slot: Slot, indicator: Indicator) -> Iterator[str]:
    if indicator.target is not None:
        key = BOUNDS.get(indicator.direction)
        bound = say(f"help.basis.{key}") if key else ""
        figure_said = indicator.words_of(indicator.target) or plain(indicator.target)
        if indicator.ends is not None:
            figure_said = "—".join(map(plain, indicator.ends))
        target = f"{bound}{with_measure(figure_said, indicator.measure)}"
        yield say("help.basis.target", 指标=indicator.name, 目标=target)
    own = sheet.settings.target_of(slot.line or sheet.unit_id, indicator.id)
    if own is not None and slot.line != indicator.main_reporter:
        yield say("help.basis.own_target", 目标=with_measure(plain(own.value), indicator.measure))


def _of_field(sheet: Sheet, field: FieldSlot) -> Iterator[Section]:
    block, column = sheet.plan.blocks.get(field.group), field.column
    words = [say(f"help.field.{column.means.value if column.means else 'other'}")]
    words.append(say("help.fill.needed" if field.required else "help.fill.optional"))
    yield Section(say("help.heading.fill"), tuple(words))
    yield Section(
        say("help.heading.typing"), tuple(typing_of(column.type, column.choices, column.measure, most_of(column)))
    )
    if block is not None:
        roles = say("help.basis.block", 任务=block.title, **sheet.plan.roles_of(block))
        task = (say("help.fill.task", 任务=block.title, 要求=block.text),) if block.text else ()
        yield Section(say("help.heading.basis"), (say("help.basis.clause", 条款=block.clause), roles, *task))
    else:
        yield Section(
            say("help.heading.page"),
            tuple(say(f"help.page.{'cover' if field.group == COVER else 'table'}").splitlines()),
        )
