"""Booklets: the guide on paper — 填报指南, 汇总指南, 安装与签名说明, 常见问题 — each with its contents and pictures.

Made from the pages the guide window shows, so that both say one thing. Chinese in every language, as all papers. The
same pages give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from forms.wording.files import write_files
from models.basics.messages import CHINESE, say
from models.basics.version import VERSION
from models.help.guide_pages import BOOKLETS, GuidePage, guide_pages

Progress = Callable[[int, int], None]
_ROOM_MM = 70  # a chapter begins on a page that has at least so much room
_TALLEST_MM = {
    "unit": 62,
    "office": 84,
    "install": 62,
    "questions": 62,
}  # of a picture; the office's are whole pages of its desk
_DOTS = "·"


def write_booklets(folder: Path, progress: Progress | None = None) -> tuple[Path, ...]:
    """Write all booklets into a folder, whole or not at all, and return their paths. Raises OSError."""
    made: dict[str, bytes] = {}
    for number, key in enumerate(BOOKLETS):
        if progress is not None:
            progress(number, len(BOOKLETS))
        made[f"{say(f'papers.manual.{key}.title')}.pdf"] = booklet(key)
    return write_files(folder, made)


def booklet(key: str, *, pictures: bool = True) -> bytes:
    """Return a booklet as PDF, by its key in BOOKLETS; without pictures their room stays empty. Raises KeyError."""
    pages = {page.key: page for page in guide_pages(CHINESE)}
    chapters = [pages[one] for one in BOOKLETS[key]]
    found: dict[str, int] = {}
    _draw(key, chapters, found, pictures=False)  # once to learn on which page each chapter begins
    return _draw(key, chapters, dict(found), pictures=pictures)


def chapter_titles(pages: Sequence[GuidePage]) -> list[str]:
    """Return the titles of a booklet's chapters: those of its pages, without a head (汇总单位：) that all have."""
    parts = [page.title.partition("：") for page in pages]
    same = len({head for head, _, _ in parts}) == 1
    return [rest if same else "".join((head, colon, rest)) for head, colon, rest in parts]


def _draw(key: str, chapters: list[GuidePage], begins: dict[str, int], *, pictures: bool) -> bytes:
    from forms.page.geometry import Foot
    from forms.page.page import build

    name = say(f"papers.manual.{key}.title")
    story = _front(key, name, chapters, begins)
    for number, (page, title) in enumerate(zip(chapters, chapter_titles(chapters), strict=True), 1):
        story += _chapter(f"{number}　{title}", page, begins, pictures=pictures, tallest_mm=_TALLEST_MM[key])
    return build(story, Foot(say("papers.manual.foot", 名=name, 版=VERSION)), name, made=None)


def _front(key: str, name: str, chapters: list[GuidePage], begins: Mapping[str, int]) -> list[Any]:
    from forms.page.font_files import Face
    from forms.page.geometry import TEAL
    from forms.page.page import heading, paragraph, space

    titles = zip(chapter_titles(chapters), chapters, strict=True)
    lines = [(f"{number}　{title}", begins.get(page.key, 0)) for number, (title, page) in enumerate(titles, 1)]
    return [
        space(6),
        paragraph(say("papers.program"), 14, Face.HEI, textColor=TEAL, alignment=1, spaceAfter=8),
        paragraph(name, 32, Face.HEI, alignment=1, leading=46),
        paragraph(say(f"papers.manual.{key}.whom"), 13, Face.KAI, alignment=1, leading=21, spaceAfter=20),
        heading(say("papers.manual.contents")),
        *(_entry(words, page) for words, page in lines),
        space(8),
        paragraph(say("papers.manual.same", 版=VERSION), 9.5, Face.KAI, leading=15),
        paragraph(say("papers.document.not_secret"), 9.5, Face.KAI, leading=15),
        space(2),
    ]


def _entry(words: str, page: int) -> Any:  # noqa: ANN401
    """A line of the contents: the chapter at the left, its page at the right, dots between."""
    from forms.page.font_files import Face
    from forms.page.fonts import text_width
    from forms.page.geometry import MM, WIDTH_MM
    from forms.page.page import paragraph

    size, shown = 11.5, f" {page}"
    dot = text_width(_DOTS, Face.SONG, size)
    room = WIDTH_MM * MM - text_width(f"{words} {shown}", Face.SONG, size) - dot
    return paragraph(f"{words} {_DOTS * max(int(room / dot), 0)}{shown}", size, leading=22)


def _chapter(words: str, page: GuidePage, begins: dict[str, int], *, pictures: bool, tallest_mm: float) -> list[Any]:
    from reportlab.platypus import CondPageBreak

    from forms.manual.markdown import story_of
    from forms.page.font_files import Face
    from forms.page.geometry import MM, TEAL
    from forms.page.page import paragraph

    title = paragraph(words, 18, Face.HEI, leading=28, spaceBefore=14, spaceAfter=8, textColor=TEAL, keepWithNext=1)
    drawn = title.draw

    def draw() -> None:
        begins[page.key] = title.canv.getPageNumber()
        drawn()

    title.draw = draw
    return [
        CondPageBreak(_ROOM_MM * MM),
        title,
        *story_of(page.text, page.path.parent, pictures=pictures, tallest_mm=tallest_mm),
    ]
