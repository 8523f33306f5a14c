"""Markdown: the part of it that the guide's pages use, as paragraphs, tables and pictures of our paper.

Headings of three levels, paragraphs, lists, steps, quotations, tables and pictures. Whatever else stands in a page is a
paragraph: nothing is lost without a sign, and a test holds the pages to these forms.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from forms.manual.fitted_picture import FittedPicture
from forms.manual.rich_text import RichText, runs_of
from forms.page.font_files import Face
from forms.page.geometry import MM, SOFT, TEAL, WIDTH_MM
from forms.page.page import paragraph, remark
from forms.page.tables import grid
from forms.page.text_flow import TextStyle

SIZE, LEADING = 10.5, 16
HANG = 17  # points a list's text stands in
POINTS = 0.34  # of the page for each point of a picture: a screen of 1280 is as wide as the page
FEW = 6  # rows of a table that stays whole on a page
MANY = 9  # rows of a table of two columns that is set twice side by side
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)$")
_ITEM = re.compile(r"^(?:[-*]|(\d+)\.) +")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+$")


def story_of(text: str, folder: Path, *, tallest_mm: float, pictures: bool = True) -> list[Any]:
    """Return a page's Markdown below its title as parts of a story; `folder` is where its pictures are counted from,
    `tallest_mm` how high one may be.

    Without pictures their room stays empty: the pages are the same, and made in a third of the time.
    """
    lines = text.splitlines()[1:]
    story: list[Any] = []
    for kind, group in groupby(lines, key=_kind):
        if kind == "picture":
            for line in group:
                head = story.pop() if story and getattr(story[-1], "keepWithNext", False) else None
                story.append(_picture(line, folder, head, drawn=pictures, tallest_mm=tallest_mm))
        elif kind == "table":
            made = _table(list(group))
            story.append(_kept(story, made) if len(made._cellvalues) <= FEW + 1 else made)
        elif kind != "blank":
            story += _BLOCKS[kind](list(group))
    return story


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if line.startswith("#"):
        return "heading"
    if line.startswith("|"):
        return "table"
    if line.startswith("> "):
        return "quote"
    return "picture" if _PICTURE.match(line) else "item" if _ITEM.match(line) else "text"


def rich(text: str, *, face: Face = Face.SONG, size: float = SIZE, leading: float = LEADING, **more: Any) -> Any:  # noqa: ANN401
    """Return a paragraph of a line of Markdown."""
    return RichText(runs_of(text, face), TextStyle(face, size=size, leading=leading, **more))


def _texts(lines: Sequence[str]) -> list[Any]:
    text = "".join(lines)
    return [rich(text, spaceAfter=6, keepWithNext=int(text.endswith("：")))]  # what it announces stands below it


def _headings(lines: Sequence[str]) -> list[Any]:
    sizes = {2: 14.0, 3: 12.0}
    return [
        paragraph(
            line.lstrip("# "), sizes.get(line.count("#", 0, 4), 12.0), Face.HEI, spaceBefore=9, spaceAfter=5,
            textColor=TEAL, keepWithNext=1,
        )
        for line in lines
    ]  # fmt: skip


def _items(lines: Sequence[str]) -> list[Any]:
    found = []
    for line in lines:
        words = _ITEM.sub(lambda sign: f"{sign[1]}. " if sign[1] else "· ", line)
        found.append(rich(words, leftIndent=HANG, firstLineIndent=-HANG, spaceAfter=4))
    return found


def _quotes(lines: Sequence[str]) -> list[Any]:
    words = "".join(line[2:] for line in lines)
    return [rich(words, face=Face.KAI, textColor=SOFT, leftIndent=HANG, spaceBefore=3, spaceAfter=7)]


def _kept(story: list[Any], table: Any) -> Any:  # noqa: ANN401
    """Take the heading and the words over a table off the story and return them with it, on one page."""
    from reportlab.platypus import KeepTogether

    above: list[Any] = []
    while story and getattr(story[-1], "keepWithNext", False):
        above.insert(0, story.pop())
    return KeepTogether([*above, table])


def _table(lines: Sequence[str]) -> Any:  # noqa: ANN401
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not _RULE.match(line)]
    widths = _widths(rows)
    if len(rows[0]) == 2 and len(rows) > MANY:
        rows, widths = _side_by_side(rows), [width / 2 for width in widths * 2]
    head, *body = rows
    made = grid(head, [[rich(cell, size=10, leading=15) for cell in row] for row in body], widths, size=10)
    made.spaceBefore, made.spaceAfter = 3, 9
    return made


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Set the second half of a table of short rows beside the first."""
    head, *body = rows
    half = -(-len(body) // 2)
    right = [*body[half:], *[[""] * len(head)] * (2 * half - len(body))]
    return [[*head, *head], *([*left, *beside] for left, beside in zip(body[:half], right, strict=True))]


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width of the page among columns by the longest cell of each, none below an eighth."""
    longest = [min(max(len(row[n]) for row in rows), 34) + 2 for n in range(len(rows[0]))]
    least = [max(one / sum(longest), 0.12) for one in longest]
    return [WIDTH_MM * one / sum(least) for one in least]


def _picture(line: str, folder: Path, head: Any, *, drawn: bool, tallest_mm: float) -> Any:  # noqa: ANN401
    """Return a picture with its heading, if one stands over it, and what it shows below it, on one page."""
    from reportlab.lib.utils import ImageReader

    words, name = _PICTURE.findall(line)[0]
    path = folder / unquote(name)
    width, height = ImageReader(str(path)).getSize()
    scale = min(POINTS, WIDTH_MM * MM / width, tallest_mm * MM / height)
    size = (width * scale, height * scale)
    return FittedPicture(path if drawn else None, size, head, remark(words, alignment=1, spaceBefore=3, spaceAfter=9))


def texts_of(text: str) -> Iterator[str]:
    """Yield the lines of a page as they read on paper, without the signs of Markdown."""
    for line in text.splitlines():
        if not _RULE.match(line):
            words = _ITEM.sub(lambda sign: f"{sign[1]}. " if sign[1] else "", line.lstrip("#> ").strip("| "), count=1)
            yield "".join(part for _, part in runs_of(words, Face.SONG))


_BLOCKS = {
    "heading": _headings,
    "quote": _quotes,
    "item": _items,
    "text": _texts,
}
