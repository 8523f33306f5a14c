"""Printed: do the pages of a document say what was sealed inside it?

Each page must bear the digest of the data; where the plan is known, the cover must name unit, period and revision, and
behind each item's name its sealed figures must stand, in the sealed order. Fonts, line breaks, column widths and the
words of other releases make no difference, so texts are compared without white space.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from forms.document.tables import PrintedLine, printed_lines
from forms.wording.paper_texts import barcode_of, cover_text, revision_name, unit_name
from models.basics.records import dataclass
from models.plan.plan import Means, Plan
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST = 50
_BETWEEN = 160  # characters between an item's name and its figure: its measure, its code
_SIGNED = (Means.ANSWERS, Means.REVIEWED, Means.PREPARED, Means.TELEPHONE)
_LONGEST = 60  # characters of a cover's text that are looked for: a longer one is cut short on paper


@dataclass(frozen=True, slots=True)
class PageFault:
    """A place where pages and data part: the page (from 1, 0 = none in particular), an address, what should stand."""

    page: int
    address: str
    sealed: str


def page_faults(texts: Sequence[str], filed: Return, sheet: Sheet | None) -> tuple[PageFault, ...]:
    """Return where pages say something else than the return, at most `MOST`; empty = they say what was sealed.

    `sheet` None: its plan is not here, and only the digest on each page is looked for.
    """
    pages = [bare(text) for text in texts]
    code = barcode_of(filed.digest).lower()
    faults = [PageFault(n, "", code.upper()) for n, text in enumerate(pages, 1) if code not in _joined(text)]
    if filed.digest not in _joined("".join(pages)):
        faults.append(PageFault(1, "", filed.digest))
    if sheet is not None and not faults:
        faults += [*_cover(pages[0] if pages else "", filed, sheet.plan), *_lines("".join(pages), filed, sheet)]
    return tuple(faults[:MOST])


def _joined(text: str) -> str:
    return text.replace("|", "")


def _cover(page: str, filed: Return, plan: Plan) -> Iterator[PageFault]:
    said = {
        "单位": unit_name(filed, plan),
        "报告期": plan.periods[filed.period].name,
        "版次": revision_name(filed.revision),
        **{name: cover_text(filed, name) for means in _SIGNED if (name := plan.field_name(means))},
    }
    for name, text in said.items():
        if _joined(bare(text[:_LONGEST])) not in _joined(page):
            yield PageFault(1, f"封面.{name}", text)


def _lines(text: str, filed: Return, sheet: Sheet) -> Iterator[PageFault]:
    place = 0
    for line in printed_lines(filed, sheet):
        if not line.figure:
            continue
        found = _find(text, place, line)
        if found < 0 or _says_otherwise(text, line):
            yield PageFault(0, line.address, line.figure)
        else:
            place = found


def _says_otherwise(text: str, line: PrintedLine) -> bool:
    """True when the item's row stands anywhere with another figure: a table in front of ours, or behind it."""
    row = _bare_name(line.name) + _bare_name(line.measure) + _bare_name(line.address) + "|"
    figure, place = bare(line.figure), -1
    while (place := text.find(row, place + 1)) >= 0:
        behind = text[place + len(row) : place + len(row) + _BETWEEN]
        if _NUMBER.match(behind) and not _joined(behind).startswith(figure):
            return True
    return False


def _find(text: str, place: int, line: PrintedLine) -> int:
    """Return where a line's figures end behind a place, -1 when its name is nowhere followed by them."""
    name, measure, code = _bare_name(line.name), _bare_name(line.measure), _bare_name(line.address)
    figures = [bare(one) for one in (line.figure, line.last) if one]
    while (place := text.find(name, place)) >= 0:
        place += len(name)
        end = _figures_behind(text, place, measure, code, figures)
        if end >= 0:
            return end
    return -1


def _figures_behind(text: str, place: int, measure: str, code: str, figures: Sequence[str]) -> int:
    for figure in figures:
        found = _figure_behind(text, place, figure)
        if found is None:
            return -1
        between = text[place : found[0]].replace(measure, "", 1).replace(code, "", 1)
        if _DIGIT.search(between):
            return -1
        place = found[1]
    return place


def _figure_behind(text: str, place: int, figure: str) -> tuple[int, int] | None:
    """Return where a figure begins and ends, as the first behind a place that stands by itself; None for nowhere."""
    last = place + _BETWEEN
    if not figure or "|" in figure:
        broken = r"\|?".join(map(re.escape, figure))  # a long figure may run over two lines
        found = re.compile(rf"(?<![0-9.-]){broken}(?![0-9])").search(text, place, last)
        return found.span() if found is not None else None
    start = text.find(figure[0], place, last)
    while start >= 0:  # what that pattern finds, which would be another one for each figure
        end = _end_of(text, start, last, figure)
        if end >= 0 and _stands_alone(text, start, end, last):
            return start, end
        start = text.find(figure[0], start + 1, last)
    return None


def _end_of(text: str, start: int, last: int, figure: str) -> int:
    """Return where a figure that begins at a place ends, before `last`; it may run over lines. -1 when it does not."""
    end = start + 1
    for sign in figure[1:]:
        end += text.startswith("|", end, last)
        if not text.startswith(sign, end, last):
            return -1
        end += 1
    return end


def _stands_alone(text: str, start: int, end: int, last: int) -> bool:
    """True when no digit or point before, and no digit behind (up to `last`), makes a longer figure of one."""
    before, after = text[max(start - 1, 0) : start], text[end : min(end + 1, last)]
    return not _DIGIT.match(before) and before not in (".", "-") and not _DIGIT.match(after)


def bare(text: str) -> str:
    """A text without white space and signs that fonts may lack, in one form of each letter; | between two figures."""
    return _SILENT.sub("", _FIGURES.sub("|", unicodedata.normalize("NFKC", text).casefold()))


_bare_name = lru_cache(maxsize=4096)(bare)  # of an item, its measure, its code: the same in many papers
_DIGIT, _NUMBER = re.compile("[0-9]"), re.compile("-?[0-9]")
_SILENT = re.compile(r"[^\w.+%|-]|_")
_FIGURES = re.compile(r"(?<=[0-9.%])[^\w.%+-]+(?=[-+0-9.])")
