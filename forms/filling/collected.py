"""Collected: what was collected from all sheets of somebody's book so far, and what of a cell's looks keeps it out."""

import re
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from forms.book.text import in_powers
from forms.filling.template_texts import TemplateKeys
from forms.given.cells import GivenCell, SheetCells
from forms.guards.columns import column_letters
from forms.lists.heads import plan_names
from models.basics.messages import say
from models.basics.quantity import plain
from models.filling.offer import Offer, OfferedRow, OfferedText, Refusal
from models.sheet.sheet import Sheet

MOST_LEFT = 5  # lines of words that are named
PERCENT, MOST_SHARE = "%", 2  # a figure of a share may be kept as 0.85 or, of a little more than all of it, as 1.05
_FIGURE = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class CollectedOffers:
    """What the sheets of one book offer."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin with nothing, for a sheet of ours."""
        self.sheet = sheet
        self.texts: list[OfferedText] = []
        self.rows: list[OfferedRow] = []
        self.refused: list[Refusal] = []
        self.remarks: list[str] = []
        self.scope: set[str] = set()  # tables, registers, blocks
        self.turned = False  # a line of the sheet that is read is a column in the book
        self.formulas = self.hidden = self.blanks = self.years = self.rounded = self.shared = 0
        self.faint: list[str] = []  # places
        self.veiled: list[str] = []
        self.apart: dict[tuple[str, str], list[str]] = {}  # measures, of a line and of all lines → places

    @cached_property
    def names(self) -> frozenset[str]:
        """What the plan calls something by."""
        return plan_names(self.sheet.plan)

    def refuse(self, place: str, reason: str) -> None:
        """Note something that is not taken."""
        said = reason.replace(say("imports.this_row"), say("imports.this_column")) if self.turned else reason
        self.refused.append(Refusal(place, said))

    def offer(self, name: str, keys: TemplateKeys, at: datetime | None = None) -> Offer:
        """Return everything that was collected."""
        counted = (
            ("imports.hidden", self.hidden),
            ("imports.formulas", self.formulas),
            ("imports.blanks", self.blanks),
            ("imports.years_unseen", self.years),
            ("imports.rounded", self.rounded),
            ("imports.shared", self.shared),
        )
        seen = (("faint_read", self.faint), ("veiled_read", self.veiled))
        odd = [_places_words(f"imports.{key}", places) for key, places in seen if places]
        odd += [_places_words("imports.measures_apart", at, 近=one[0], 远=one[1]) for one, at in self.apart.items()]
        remarks = [*self.remarks, *odd, *(say(key, n=n) for key, n in counted if n)]
        return Offer(
            name=name,
            texts=tuple(self.texts),
            rows=tuple(self.rows),
            refused=tuple(self.refused),
            remarks=tuple(remarks),
            supplier=keys.supplier,
            slice=keys.slice,
            at=at,
            scope=frozenset(self.scope),
        )


def _places_words(key: str, places: list[str], **facts: str) -> str:
    more = "…" if len(places) > MOST_LEFT else ""
    return say(key, n=len(places), 处="、".join(places[:MOST_LEFT]) + more, **facts)


def place_words(title: str, row: int, column: int) -> str:
    """Return where a cell of a book stands, as a person finds it."""
    return say("imports.place", 表=title, 行=row, 列=column_letters(column))


def odd_look(cells: SheetCells, shown: GivenCell) -> str:
    """Say why nobody can tell by its look what a cell gives, "" where it is plain."""
    if shown.cut:
        return say("imports.cut_line", 原文=shown.text)
    if shown.struck:
        return say("imports.struck", 原文=shown.text)
    if shown.seen is not None:
        kind = "shown_nothing" if not shown.seen else "shown_apart_day" if _DAY.fullmatch(shown.text) else "shown_apart"
        return say(f"imports.{kind}", 显示=shown.seen, 存=shown.text)
    if shown.faint and not cells.dressed:
        return say("imports.faint", 存=shown.text)
    if shown.rough:
        return say("imports.rough", 原文=shown.text)
    return say("imports.cut", 原文=shown.text) if in_powers(shown.text) else ""


def percent_unseen(cells: SheetCells, text: str, measure: str) -> str:
    """Say why a figure of a share is not taken where nobody sees whether 0.85 is shown as 85%; "" for any other."""
    if measure != PERCENT or not cells.formatless or not _FIGURE.fullmatch(text):
        return ""
    held = Decimal(text)
    return say("imports.percent_unseen", 存=text, 显示=plain(held.scaleb(2))) if 0 < abs(held) < MOST_SHARE else ""
