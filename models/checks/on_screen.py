"""On screen: a finding's sentence with its figures as the cells of a grid show them.

What a finding says is sealed in the return, is part of the fingerprint of its answer and stands on every paper: that is
`Finding.message`, with bare figures. A screen has the grid beside it, and there 100000 is 100,000.00. No figure is cut
here: where the sentence has more decimals than the cell, they are what it is about. Only the change since last year has
a column of its own in the grid, and is said as it stands there, unless its limit would no longer be passed.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from models.answers.said import COLUMN, ROW
from models.basics.addresses import split_address, split_row_address
from models.basics.quantity import FIGURE, LEAST_PLACES, format_exact, grouped
from models.checks.findings import Finding
from models.checks.rules import limit_of
from models.formula.formula import Formula
from models.formula.prefixes import Prefix
from models.formula.tree import Node, ValueKind
from models.plan.plan import ColumnType
from models.sheet.sheet import Sheet

OF_PLACE = ("值", "上期", "上年同期", "始", "止", "上限", "a", "b", "d")  # blanks of rules: figures like the cell's
FIGURES = ("x", "数值", "目标", "本期")  # other figures of theirs; what is not named is no figure
_SUMS = frozenset({"name", "literal", "negate", "+", "-", "sum", "abs"})  # has the decimals of what it is made of
_OF_ITEM = (Prefix.LAST_YEAR, Prefix.BEFORE, Prefix.SUM)


def screen_message(finding: Finding, sheet: Sheet) -> str:
    """Return what a finding of a sheet says on a screen: the figures of cells as the grid shows them."""
    shown = {blank: _shown(finding, blank, text, sheet) for blank, text in finding.values.items()}
    return finding.message if shown == finding.values else replace(finding, values=shown).message


def screen_value(finding: Finding, blank: str, sheet: Sheet) -> str:
    """Return the text of one blank of a finding's sentence as a screen shows it, "" for a blank it has not."""
    return _shown(finding, blank, finding.values.get(blank, ""), sheet)


def screen_figure(formula: Formula, text: str, sheet: Sheet) -> str:
    """Return what a formula gave, as a sentence has it, in the way the grid shows the items it is a sum of."""
    return _drawn(text, _places(formula.tree, sheet)) if FIGURE.fullmatch(text) else text


def _shown(finding: Finding, blank: str, text: str, sheet: Sheet) -> str:
    if not FIGURE.fullmatch(text) or text.endswith("%"):
        return text
    if finding.check.rule == "yoy" and blank == "x":
        return _grown(finding, text, sheet)
    formulas = [*_formulas(finding, blank)]
    if formulas:
        if any(one.kind is not ValueKind.NUMBER for one in formulas):
            return text
        told = {screen_figure(one, text, sheet) for one in formulas}
        return told.pop() if len(told) == 1 else grouped(text)
    if blank in OF_PLACE:
        return _of_place(finding, text, sheet)
    return grouped(text) if blank in FIGURES else text


def _grown(finding: Finding, text: str, sheet: Sheet) -> str:
    """The change since last year as the grid has it; a share's column says something else, the difference."""
    from models.answers.beside import PERCENT, growth

    slot, limit = sheet.slots.get(finding.at or ""), limit_of(finding.check.inputs["limit"], sheet)
    grown = growth(sheet, slot) if slot is not None and slot.item.measure != PERCENT else None
    if grown is None or (limit is not None and abs(grown) <= limit):
        return grouped(text)
    return grouped(f"{grown:f}")


def _drawn(text: str, decimals: int) -> str:
    return grouped(format_exact(Decimal(text), min(LEAST_PLACES, decimals)))


def _formulas(finding: Finding, blank: str) -> Iterator[Formula]:
    """The formulas that may have filled a blank: of the relations that are shown where the finding is, of its rule."""
    row = split_row_address(finding.at) if finding.at else None
    register = row.register if row else finding.at or ""
    parts = split_address(finding.at) if finding.at else None
    for relation in finding.check.relations:
        here = relation.item == parts.item if parts else register in (relation.at, *relation.rows) and register
        if here and blank in relation.values:
            yield relation.values[blank]
    if blank in finding.check.values:
        yield finding.check.values[blank]


def _places(node: Node, sheet: Sheet) -> int:
    """How many decimals the items have that a sum is made of; 0 for any other figure: it shows those it has."""
    if node.op == "name":
        prefix, _, rest = str(node.value).partition(".")
        item = sheet.plan.items.get(rest if prefix in _OF_ITEM else str(node.value))
        return (item.decimals or 0) if item is not None else 0
    return max((_places(part, sheet) for part in node.parts), default=0) if node.ops <= _SUMS else 0


def _of_place(finding: Finding, text: str, sheet: Sheet) -> str:
    """A figure of the cell, or of the column of a row, that the finding is about."""
    slot = sheet.slots.get(finding.at or "")
    if slot is not None:
        return _drawn(text, slot.item.decimals or 0) if slot.item.numeric else text
    row = split_row_address(finding.at) if finding.at else None
    register = sheet.plan.registers.get(row.register) if row and ROW in finding.values else None
    columns = register.columns if register else ()
    figure = any(
        one.name == finding.values.get(COLUMN) and one.type in (ColumnType.NUMBER, ColumnType.WHOLE) for one in columns
    )
    return grouped(text) if figure else text
