"""The rule about task progress: figures against words, evidence for what is done, nothing copied from last time.

What the rule may find is one table (`PARTS`); a check that names some of them in `parts` asks for those alone.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from models.answers.breach import Breach
from models.answers.said import computed, shown
from models.basics.addresses import COVER, field_address
from models.basics.messages import say
from models.checks.sheet_rule import SheetRule
from models.plan.plan import Check, Direction, Indicator, Means
from models.plan.rules import PROGRESS_PARTS
from models.sheet.cells import State
from models.sheet.fillable import FieldSlot
from models.sheet.sheet import Sheet

PARTS: Mapping[str, tuple[Means, str]] = {  # part → the column it is found at, its sentence
    "figure_without_words": (Means.WORDS, "progress_blank"),
    "done_without_evidence": (Means.EVIDENCE, "progress_evidence"),
    "done_below_target": (Means.STAGE, "progress_done"),
    "copied": (Means.WORDS, "progress_copied"),
    "fell": (Means.PERCENT, "progress_fell"),
}
if set(PARTS) != set(PROGRESS_PARTS):
    raise ImportError(f"parts without a sentence, or sentences without a part: {set(PARTS) ^ set(PROGRESS_PARTS)}")


def progress_against_value(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """Figures without a word of progress, done without evidence or with the target missed, or copied words."""
    for block in sheet.blocks:
        if _field(sheet, block, Means.STAGE) not in sheet.fields:
            continue
        found = (*_figure_without_words(sheet, block), *_done(sheet, block), *_against_last(sheet, block))
        for part, values in found:
            means, words = PARTS[part]
            at = _field(sheet, block, means)
            if _asked(check, part) and at in sheet.fields:  # a plan without that column asks for nothing there
                yield Breach(at=at, figures=values, template=_sentence(sheet, words))


def _sentence(sheet: Sheet, words: str) -> str:
    """Return the sentence of a part, with what the plan itself calls its stages and its column of evidence."""
    stages = {name: "”“".join(_stage(sheet, what)) for name, what in (("未启动", "not_begun"), ("已完成", "done"))}
    return say(f"findings.{words}", 佐证=sheet.plan.field_name(Means.EVIDENCE), **stages)


def _asked(check: Check, part: str) -> bool:
    return not check.inputs["parts"] or part in check.inputs["parts"]


def _field(sheet: Sheet, block: str, means: Means) -> str:
    return field_address(block, sheet.plan.field_name(means))


def _stage(sheet: Sheet, what: str) -> tuple[str, ...]:
    """The choices of the stage column that say "not_begun" or "done"."""
    column = sheet.plan.column_meaning(Means.STAGE)
    return getattr(column, what, ())


def _indicators(sheet: Sheet, block: str) -> Iterator[tuple[Indicator, Decimal]]:
    for indicator in sheet.plan.indicators_of(block):
        value = sheet.exact(indicator.value_item)
        if value is not None:
            yield indicator, value


Found = tuple[str, dict[str, str]]  # a part of the rule, and the figures of its sentence


def _figure_without_words(sheet: Sheet, block: str) -> Iterator[Found]:
    stage, words = sheet.cell(_field(sheet, block, Means.STAGE)).text, sheet.cell(_field(sheet, block, Means.WORDS))
    if words.state is State.MISSING:
        return  # not yet filled: that is said already
    if words.text and stage not in _stage(sheet, "not_begun"):
        return
    for indicator, value in _indicators(sheet, block):
        if value > 0:
            yield "figure_without_words", {"名称": indicator.name, "数值": _figure(sheet, indicator, value)}
            return


def _figure(sheet: Sheet, indicator: Indicator, value: Decimal) -> str:
    return computed(sheet.plan.items[indicator.value_item], value, sheet) or shown(value, sheet.plan.rounding)


def _done(sheet: Sheet, block: str) -> Iterator[Found]:
    if sheet.cell(_field(sheet, block, Means.STAGE)).text not in _stage(sheet, "done"):
        return
    if not sheet.cell(_field(sheet, block, Means.EVIDENCE)).text:
        yield "done_without_evidence", {}
    for indicator, value in _indicators(sheet, block):
        target = sheet.settings.target_of(sheet.unit_id, indicator.id)
        if target and indicator.direction is Direction.AT_LEAST and value < target.value:
            figures = {
                "名称": indicator.name,
                "数值": _figure(sheet, indicator, value),
                "目标": shown(target.value, sheet.plan.rounding),
            }
            yield "done_below_target", figures


def _against_last(sheet: Sheet, block: str) -> Iterator[Found]:
    if sheet.previous is None:
        return
    words, percent = _field(sheet, block, Means.WORDS), _field(sheet, block, Means.PERCENT)
    if sheet.cell(words).text and sheet.cell(words).text == sheet.previous.cell(words).text:
        yield "copied", {}
    done, was = sheet.cell(percent).number, sheet.previous.cell(percent).number
    if done is not None and was is not None and done < was:
        yield "fell", {"本期": shown(done, sheet.plan.rounding), "上期": shown(was, sheet.plan.rounding)}


def _looks_at(check: Check, field: FieldSlot) -> bool:
    return field.group != COVER and bool(_sentences(check, field))


def _sentences(check: Check, field: FieldSlot) -> tuple[str, ...]:
    """Return the keys of what may be found at a column of progress."""
    parts = (words for part, (means, words) in PARTS.items() if means is field.column.means and _asked(check, part))
    return tuple(parts)


def _words(check: Check, sheet: Sheet, address: str) -> str:
    return "".join(_sentence(sheet, key) for key in _sentences(check, sheet.fields[address]))


RULES: Mapping[str, SheetRule] = {
    "progress_against_value": SheetRule(find=progress_against_value, at_field=_looks_at, words=_words, looks_back=True),
}
