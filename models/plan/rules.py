"""Rules: what the `rule` of a check may say, and what each rule has to be told.

A rule is a check that no formula says: how a text was read, what a person typed over a derived figure, what only the
office can see. It knows no item, register or column of any plan by itself; they stand in the check's own row, and the
loader refuses a check whose rule is not told what it needs. `models.checks.rules` has a function for each rule of a
unit's sheet, or fails at import.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, field
from enum import StrEnum

from models.basics.reading import APPROXIMATE, CONVERTED, NORMALISED, NOT_A_DATE, UNREADABLE, WRONG_MEASURE
from models.basics.records import dataclass


class InputShape(StrEnum):
    """What an input of a rule is."""

    WORD = "word"  # one of `words`
    WORDS = "words"  # some of `words`; none given = all
    ITEMS = "items"  # items; an indicator stands for its items
    REGISTERS = "registers"
    INDICATOR = "indicator"
    COLUMNS = "columns"  # columns that all the registers of the check have
    MEASURES = "measures"
    FIGURE = "figure"
    FIGURES = "figures"  # a list of figures
    LIMIT = "limit"  # a figure, or 参数.x
    LIMITS = "limits"  # measure → a figure, or 参数.x
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a rule reads; `default` where the check does not say it, None: nothing of the kind."""

    shape: InputShape
    _: KW_ONLY
    needed: bool = False
    words: tuple[str, ...] = ()
    default: object = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its inputs by key, and whether the office runs it over all returns."""

    inputs: Mapping[str, Input] = field(default_factory=dict)
    office: bool = False


RECONCILE = "reconcile"
FAULTS = (UNREADABLE, WRONG_MEASURE, NOT_A_DATE)  # of a text that gives no value
REMARKS = (NORMALISED, APPROXIMATE, CONVERTED)  # of one that does
PROGRESS_PARTS = ("figure_without_words", "done_without_evidence", "done_below_target", "copied", "fell")
_ITEMS = {"items": Input(InputShape.ITEMS)}
_REGISTERS = Input(InputShape.REGISTERS, needed=True)

SHEET_RULES: Mapping[str, Rule] = {
    "reading": Rule({"of": Input(InputShape.WORD, needed=True, words=(*FAULTS, *REMARKS))}),
    "required": Rule(),
    "not_negative": Rule(_ITEMS),
    "whole": Rule(_ITEMS),
    "decimals": Rule(_ITEMS),
    "zero": Rule(_ITEMS),
    "not_due_chosen": Rule(_ITEMS),
    "unchanged": Rule(_ITEMS),
    "falling": Rule(_ITEMS),
    "yoy": Rule({"limit": Input(InputShape.LIMIT, needed=True), **_ITEMS}),
    "cover_period": Rule(),
    "cover_date": Rule(),
    "cover_complete": Rule(),
    "cover_people": Rule(),
    "formula_without_value": Rule(),
    "template_mismatch": Rule(),
    "control": Rule(
        {
            "of": Input(InputShape.WORDS, needed=True, words=("derived", "counted", "total")),
            "except": Input(InputShape.ITEMS),
            "measures": Input(InputShape.MEASURES),
            "except_measures": Input(InputShape.MEASURES),
            "tolerance": Input(InputShape.FIGURE),
            **_ITEMS,
        }
    ),
    "exact_ratio": Rule(
        {"measures": Input(InputShape.MEASURES, needed=True), "figures": Input(InputShape.FIGURES, needed=True)}
    ),
    "fixed_rows": Rule({"registers": _REGISTERS}),
    "has_rows": Rule({"registers": _REGISTERS}),
    "same_key": Rule({"registers": _REGISTERS, "keys": Input(InputShape.COLUMNS)}),
    "progress_against_value": Rule({"parts": Input(InputShape.WORDS, words=PROGRESS_PARTS)}),
}
OFFICE_RULES: Mapping[str, Rule] = {
    RECONCILE: Rule(
        {"percent": Input(InputShape.LIMIT, needed=True), "absolute": Input(InputShape.LIMITS)},
        office=True,
    ),
    "overlap": Rule(office=True),
    "missing_units": Rule(office=True),
    "same_choice": Rule(office=True),
    "unit_against_lead": Rule(office=True),
    "adjudication_reason": Rule(office=True),
    "verified_rate": Rule(
        {
            "indicator": Input(InputShape.INDICATOR, needed=True),
            "tolerance": Input(InputShape.FIGURE, needed=True),
        },
        office=True,
    ),
    **{
        name: Rule(office=True)
        for name in (
            "seal", "key", "fork", "duplicate", "broken_line", "plan_version", "resaved", "late", "open_findings",
        )
    },
}  # fmt: skip
RULES: Mapping[str, Rule] = {**SHEET_RULES, **OFFICE_RULES}
