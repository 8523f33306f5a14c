"""Titles: what stands above the heads of a list — of which period and of whose figures it says that it is."""

from collections.abc import Iterator

from forms.given.cells import SheetCells
from forms.lists.heads import LONGEST_HEAD, is_figure, of_other_period
from forms.lists.said_places import unit_said
from models.basics.messages import say
from models.sheet.sheet import Sheet

TITLE_WITHIN = 6  # rows above the first heads


def titles_above(page: SheetCells, head: int) -> list[list[str]]:
    """Return the texts of the lines right above the heads."""
    above = (page.rows[number] for number in range(head - TITLE_WITHIN, head) if number in page.rows)
    return [[shown.text for _, shown in sorted(cells.items())] for cells in above]


def told_above(page: SheetCells, head: int) -> Iterator[str]:
    """Say in which rows above the first heads figures stand beside something: another list, which nobody reads."""
    found = []
    for number in page.ordered:
        texts = [shown.text for shown in page.rows[number].values() if shown.text.strip()]
        if number < head and len(texts) > 1 and any(is_figure(text) for text in texts):
            found.append(number)
    if found:
        yield say("imports.above", 表=page.title, 头=found[0], 尾=found[-1])


def told_titles(sheet: Sheet, page: SheetCells, head: int) -> Iterator[str]:
    """Say that a sheet, by its name or what stands above a row, is of another period or another unit.

    Last quarter's file, most likely, or a neighbour's.
    """
    period = sheet.plan.periods[sheet.period_id]
    above = titles_above(page, head)
    odd = (
        texts for texts in [[page.title], *above] if of_other_period(" ".join(texts), period.counts_from, period.end)
    )
    found = (text for texts in odd for text in texts if of_other_period(text, period.counts_from, period.end))
    if said := next(found, ""):
        ours = sheet.plan.period_name(sheet.period_id)
        yield say("imports.other_period", 表=page.title, 写=" ".join(said.split())[:LONGEST_HEAD], 期=ours)
    if name := next(filter(None, (unit_said(" ".join(texts), sheet) for texts in above)), ""):
        yield say("imports.other_unit", 表=page.title, 写=name, 单位=sheet.name_of(sheet.unit_id))
