"""Rules about task progress (form A3): figures against words, evidence for what is done, nothing copied from last time.

Source: plan.md §4.7 and CK-C06.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from models.basics.addresses import field_address
from models.basics.messages import say
from models.checks.findings import Finding, Outcome, facts_at, shown
from models.plan.plan import Check, Direction, Indicator
from models.sheet.sheet import Sheet


def progress_against_value(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-C06: figures without a word of progress, done without evidence or with the target missed, or copied words."""
    for block in sheet.blocks:
        if field_address(block, "阶段") not in sheet.fields:
            continue
        yield from _figure_without_words(check, sheet, block)
        yield from _done(check, sheet, block)
        yield from _against_last(check, sheet, block)


def _finding(check: Check, sheet: Sheet, at: str, words: str, **values: str) -> Finding:
    return Finding(check, Outcome.BROKEN, at, facts_at(sheet, at) | values, template=say(f"findings.{words}"))


def _indicators(sheet: Sheet, block: str) -> Iterator[tuple[Indicator, Decimal]]:
    for indicator in sheet.plan.indicators.values():
        value = sheet.exact(indicator.value_item) if indicator.block == block else None
        if value is not None:
            yield indicator, value


def _figure_without_words(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    stage, words = sheet.cell(field_address(block, "阶段")).text, sheet.cell(field_address(block, "本期进展")).text
    if words and stage != "未启动":
        return
    for indicator, value in _indicators(sheet, block):
        if value > 0:
            figures = {"名称": indicator.name, "数值": shown(value)}
            yield _finding(check, sheet, field_address(block, "本期进展"), "progress_blank", **figures)
            return


def _done(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    if sheet.cell(field_address(block, "阶段")).text != "已完成":
        return
    if not sheet.cell(field_address(block, "佐证编号")).text:
        yield _finding(check, sheet, field_address(block, "佐证编号"), "progress_evidence")
    for indicator, value in _indicators(sheet, block):
        target = sheet.settings.target_of(sheet.unit_id, indicator.id)
        if target and indicator.direction is Direction.AT_LEAST and value < target.value:
            figures = {"名称": indicator.name, "数值": shown(value), "目标": shown(target.value)}
            yield _finding(check, sheet, field_address(block, "阶段"), "progress_done", **figures)


def _against_last(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    if sheet.previous is None:
        return
    at = field_address(block, "本期进展")
    now, before = sheet.cell(at).text, sheet.previous.cell(at).text
    if now and now == before:
        yield _finding(check, sheet, at, "progress_copied")
    percent = field_address(block, "完成百分比")
    done, was = sheet.cell(percent).number, sheet.previous.cell(percent).number
    if done is not None and was is not None and done < was:
        yield _finding(check, sheet, percent, "progress_fell", 本期=shown(done), 上期=shown(was))


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {"progress_against_value": progress_against_value}
