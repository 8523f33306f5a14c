"""Rules about task progress : figures against words, evidence for what is done, nothing copied from last time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from models.basics.addresses import field_address
from models.basics.messages import say
from models.checks.findings import Finding, Outcome, facts_at, shown
from models.plan.plan import Check, Direction, Indicator, Means
from models.sheet.sheet import Sheet


def progress_against_value(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """Figures without a word of progress, done without evidence or with the target missed, or copied words."""
    for block in sheet.blocks:
        if _field(sheet, block, Means.STAGE) not in sheet.fields:
            continue
        yield from _figure_without_words(check, sheet, block)
        yield from _done(check, sheet, block)
        yield from _against_last(check, sheet, block)


def _finding(check: Check, sheet: Sheet, at: str, words: str, **values: str) -> Finding:
    return Finding(check, Outcome.BROKEN, at, facts_at(sheet, at) | values, template=say(f"findings.{words}"))


def _field(sheet: Sheet, block: str, means: Means) -> str:
    return field_address(block, sheet.plan.field_name(means))


def _stage(sheet: Sheet, what: str) -> tuple[str, ...]:
    """The choices of the stage column that say "not_begun" or "done"."""
    column = sheet.plan.column_meaning(Means.STAGE)
    return getattr(column, what, ())


def _indicators(sheet: Sheet, block: str) -> Iterator[tuple[Indicator, Decimal]]:
    for indicator in sheet.plan.indicators.values():
        value = sheet.exact(indicator.value_item) if indicator.block == block else None
        if value is not None:
            yield indicator, value


def _figure_without_words(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    stage, words = (
        sheet.cell(_field(sheet, block, Means.STAGE)).text,
        sheet.cell(_field(sheet, block, Means.WORDS)).text,
    )
    if words and stage not in _stage(sheet, "not_begun"):
        return
    for indicator, value in _indicators(sheet, block):
        if value > 0:
            figures = {"名称": indicator.name, "数值": shown(value)}
            yield _finding(check, sheet, _field(sheet, block, Means.WORDS), "progress_blank", **figures)
            return


def _done(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    if sheet.cell(_field(sheet, block, Means.STAGE)).text not in _stage(sheet, "done"):
        return
    if not sheet.cell(_field(sheet, block, Means.EVIDENCE)).text:
        yield _finding(check, sheet, _field(sheet, block, Means.EVIDENCE), "progress_evidence")
    for indicator, value in _indicators(sheet, block):
        target = sheet.settings.target_of(sheet.unit_id, indicator.id)
        if target and indicator.direction is Direction.AT_LEAST and value < target.value:
            figures = {"名称": indicator.name, "数值": shown(value), "目标": shown(target.value)}
            yield _finding(check, sheet, _field(sheet, block, Means.STAGE), "progress_done", **figures)


def _against_last(check: Check, sheet: Sheet, block: str) -> Iterator[Finding]:
    if sheet.previous is None:
        return
    at = _field(sheet, block, Means.WORDS)
    now, before = sheet.cell(at).text, sheet.previous.cell(at).text
    if now and now == before:
        yield _finding(check, sheet, at, "progress_copied")
    percent = _field(sheet, block, Means.PERCENT)
    done, was = sheet.cell(percent).number, sheet.previous.cell(percent).number
    if done is not None and was is not None and done < was:
        yield _finding(check, sheet, percent, "progress_fell", 本期=shown(done), 上期=shown(was))


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {"progress_against_value": progress_against_value}
