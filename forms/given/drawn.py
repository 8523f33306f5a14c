"""Drawn: what a cell gives of which its book says itself what is drawn of the number or the day it keeps."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from math import isfinite

from forms.book.text import kept_figure
from forms.given.cells import EXACT, GivenCell
from forms.given.number_format import BEHIND, BOUND, NEUTRAL, serial_day
from models.basics.quantity import plain

_DRAWN = re.compile(
    r"(?P<before>[^\d.]*)(?P<number>\d[\d,\s]*(?:\.\d+)?|\.\d+)(?P<power>E[+-]?\d{1,3})?(?P<after>\D*)", re.IGNORECASE
)
LONGEST_DAY = 60  # characters
DIGITS_OF_DAY = 5  # of the number of a day from 1927 to 2173; 3 1/4 is none
_ZEROS = re.compile(r"0\d+")
_A_DAY = re.compile(r"\d{4}-")
_NAMED_DAY = re.compile(
    r"[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日|.*\d.*[A-Za-z]{3}.*\d{2}.*"
)


def as_drawn(cell: GivenCell, stored: str, drawn: str) -> GivenCell:
    """Return a cell as it is drawn; `stored` is the number it keeps, or the day, ISO. Raises ValueError for neither."""
    if _A_DAY.match(stored):
        return _day(cell, stored, drawn[:LONGEST_DAY])
    return replace(drawn_cell(stored, drawn), rough=cell.rough, day=cell.day)


def drawn_cell(stored: str, drawn: str) -> GivenCell:
    """Return a number cell of a book that says itself what is drawn in it; what is taken is what is drawn.

    A number that is drawn as the day it means is that day. Raises ValueError for no number.
    """
    if not isfinite(float(stored)):
        return GivenCell(drawn.strip() or stored)
    figure, found = kept_figure(stored), _DRAWN.fullmatch(drawn.strip())
    if found is None:
        return _without_figure(figure, drawn.strip())
    digits = re.sub(r"[,\s]", "", found["number"])
    try:
        value, seen = Decimal(figure), Decimal(digits + (found["power"] or ""))
    except InvalidOperation:
        return GivenCell(figure, seen=drawn.strip(), turned=True)
    before, after = found["before"], found["after"]
    percent = after.strip().startswith("%")
    value *= 100 if percent else 1
    seen = -seen if re.search(r"[-(（−]", before) else seen
    exponent = seen.as_tuple().exponent
    apart = abs(value - seen) * 2 > Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if apart or BOUND[0].search(before) or BOUND[1].search(after):
        return GivenCell(figure, seen=drawn.strip(), turned=True)
    text = digits if _ZEROS.fullmatch(digits) and value == seen else plain(value)  # 0710 of a code
    if percent or not (NEUTRAL.fullmatch(before) and BEHIND.fullmatch(after)):
        text = f"{re.sub(r'[-−]$', '', before).strip()}{text}{after.strip()}"
    return GivenCell(text, rounded=value != seen, turned=text != figure, rough=abs(float(stored)) >= EXACT)


def _without_figure(figure: str, drawn: str) -> GivenCell:
    """The cell of a number of which words are drawn, or a day."""
    if not any(one.isdecimal() for one in drawn):
        return GivenCell(drawn) if drawn else GivenCell(figure, seen=drawn, turned=True)
    whole = figure.partition(".")[0]  # the rest is a time of it
    for date_1904 in (False, True):  # what is drawn tells from which of them the book counts
        if len(whole) == DIGITS_OF_DAY and (day := serial_day(whole, date_1904=date_1904)):
            cell = _day(GivenCell(day, turned=True), day, drawn[:LONGEST_DAY])
            if cell.seen is None:
                return cell
    return GivenCell(figure, seen=drawn, turned=True)


def _day(cell: GivenCell, day: str, drawn: str) -> GivenCell:
    """Return the cell of a day in a book that says itself what is drawn of it; what is taken is what is drawn."""
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        return cell
    year, month, of_month = str(moment.year), str(moment.month), str(moment.day)
    said = [one.lstrip("0") for one in re.findall(r"[0-9]+", drawn)]
    years = [year, year[2:].lstrip("0")]
    if (len(said) > 2 and {month, of_month} <= {*said} and {*years} & {*said}) or _NAMED_DAY.fullmatch(drawn):
        return cell
    if sorted(said) == sorted((year, month)):
        return replace(cell, text=f"{year}年{month}月")
    if sorted(said) == sorted((month, of_month)):
        return replace(cell, year_unseen=True)
    return replace(cell, text=year) if said == [year] else replace(cell, seen=drawn, turned=True)
