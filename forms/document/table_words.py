"""Words of a row in a document's tables: its state, its growth, how it stands to its target, its note."""

from decimal import Decimal
from typing import Any

from forms.page.page import remark
from forms.wording.paper_texts import entry_figure, figure, state_words
from models.answers.beside import PERCENT, growth, held_value, signed, target_for, value_of
from models.basics.messages import say
from models.basics.records import dataclass
from models.city.verdict import completion, rate_shown, target_text
from models.plan.plan import Direction, Indicator
from models.returns.returns import Entry, Return
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

LONGEST_TARGET = 11  # characters that the column of targets has room for


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One printed line: this year's slot, last year's if the item has one, the name it goes by here."""

    slot: Slot
    last: Slot | None
    name: str


def by_ends(target: str) -> str:
    """Return a target; a range too long for its column goes on behind the dash, never within a figure."""
    return target.replace("—", "—\n", 1) if len(target) > LONGEST_TARGET and "—" in target else target


def last_state_words(filed: Return, slot: Slot) -> Any:  # noqa: ANN401
    """Return the state of last year's cell in words, "" for a figure."""
    entry = filed.cells.get(slot.address)
    words = state_words(entry.state) if entry is not None else ""
    return remark(words, alignment=2) if words else ""


def note_of(filed: Return, slot: Slot, entry: Entry | None) -> str:
    """What stands beside a figure: the note of its state, the text it was read from, the total somebody typed."""
    notes = [entry.note] if entry is not None and entry.note and entry.state != State.VALUE else []
    notes += value_words(entry)
    control = filed.controls.get(slot.address)
    if control is not None and control.state == State.VALUE:
        notes.append(say("papers.table.control", 数=entry_figure(slot.item, control)))
    return "；".join(notes)


def value_words(entry: Entry | None) -> list[str]:
    """The note of a value and the text it was read from; a workbook has neither beside its figure."""
    if entry is None or entry.state != State.VALUE:
        return []
    typed = say("papers.table.as_typed", 原文=entry.raw) if entry.raw else ""
    return [text for text in (entry.note, typed) if text]


def growth_words(sheet: Sheet, line: DocumentLine) -> str:
    """同比%, one decimal; for a share the difference in 百分点; "" where it says nothing."""
    grown = growth(sheet, line.slot) if line.last is not None else None
    if grown is None:
        return ""
    return say("papers.table.points", n=signed(grown)) if line.slot.item.measure == PERCENT else signed(grown)


def against_target(sheet: Sheet, slot: Slot) -> tuple[str, str, str]:
    """Target, 完成率 and remark of a cell that is an indicator's value; three blanks for any other cell."""
    indicator = value_of(sheet.plan, slot)
    if indicator is None:
        return "", "", ""
    target = target_for(sheet, indicator, slot)
    if target is None:
        return "", "", say("papers.table.no_target")
    done = completion(indicator, held_value(sheet, indicator, slot.address), target)
    shown = "" if done is None else f"{rate_shown(indicator, done)}"
    return target_words(indicator, target), shown, ""


def target_words(indicator: Indicator, target: Decimal) -> str:
    """Return a target with the direction it is meant in."""
    keys = {
        Direction.AT_LEAST: "at_least",
        Direction.NOT_BELOW_BASE: "at_least",
        Direction.AT_MOST: "at_most",
        Direction.DROP: "drop",
        Direction.NO_GROWTH: "no_growth",
    }
    key = keys.get(indicator.direction)
    return say(f"papers.table.{key}", 数=figure(target, None)) if key else target_text(indicator, target)
