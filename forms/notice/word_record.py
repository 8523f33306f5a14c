"""Word record: the 版记 at the foot of the last page of a .docx, as GB/T 9704-2012 wants it.

Its lines are one frame at the lower edge of the 版心. A frame stands on the page of the paragraph behind it, so it
comes before the last paragraph of the text: it is where the text ends, never alone on a page, and moves with what is
written in later.
"""

from collections.abc import Callable, Mapping
from typing import Any

from forms.notice.content import Notice
from forms.notice.looks import FOUR, WIDTH_MM
from models.basics.messages import say

_LINE_POINTS = 22.4  # 1.6 of 4号, as on the pages of the PDF
_OUTER = "8"  # eighths of a point: about 0.35 mm
_INNER_POINTS = 0.7  # 0.25 mm
_HANGING = 4 * FOUR  # points: lines of 抄送 go on below its first name
_WIDTH_TWIPS = round(WIDTH_MM / 25.4 * 1440)
_FOOT = {
    "w": str(_WIDTH_TWIPS),
    "wrap": "notBeside",
    "vAnchor": "margin",
    "hAnchor": "margin",
    "xAlign": "left",
    "yAlign": "bottom",
}
# what the schema has behind a frame, of what we write
_BEHIND = ("w:widowControl", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
_RULE = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"><v:rect fillcolor="black" stroked="f" style="width:{wide}pt;'
    'height:{high}pt;mso-wrap-distance-left:0;mso-wrap-distance-right:0"/></w:pict>'
)
_Line = Callable[[str], Any]  # makes a paragraph at the end of the document


def add_record(book: Any, notice: Notice, line: _Line) -> None:  # noqa: ANN401
    """Add 抄送, 印发机关 and 印发日期 between rules; `line` writes a paragraph in 4号仿宋.

    The rules above and below are borders all lines share, since Word joins borders that are alike, and a frame of
    borders that differ is none for LibreOffice; the one between them is a line of its own.
    """
    printed = say("papers.notice.printed", 单位="", 日=notice.day).strip("　")
    last = _last_paragraph(book, line)
    made = []
    if notice.copies:
        made += [line(f"　{notice.copies}"), _rule(line(""))]
    made.append(line(f"　{notice.printed}\t{printed}"))
    for paragraph in made:
        _look(paragraph)
        last._element.addprevious(paragraph._element)


def _last_paragraph(book: Any, line: _Line) -> Any:  # noqa: ANN401
    """The paragraph the 版记 stands before, whole on its page; below a table a low one, its last row kept with it."""
    from docx.shared import Pt

    if book.element.body[-2].tag.endswith("}tbl"):
        keep_last_row(book)
        line("").paragraph_format.line_spacing = Pt(1)
    last = book.paragraphs[-1]
    last.paragraph_format.keep_together = True
    return last


def keep_last_row(book: Any) -> None:  # noqa: ANN401
    """Keep the last row of the last table on the page of what stands behind it."""
    for cell in book.tables[-1].rows[-1].cells:
        cell.paragraphs[-1].paragraph_format.keep_with_next = True


def _rule(paragraph: Any) -> Any:  # noqa: ANN401
    """Make an empty paragraph the rule between 抄送 and 印发机关."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    paragraph.add_run()._element.append(parse_xml(_RULE.format(wide=_WIDTH_TWIPS / 20, high=_INNER_POINTS)))
    paragraph.paragraph_format.line_spacing = Pt(2)
    return paragraph


def _look(paragraph: Any) -> None:  # noqa: ANN401
    """Over the width of the 版心, at its foot; what is given at the right ends one character from the edge."""
    from docx.shared import Pt

    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Pt(_HANGING), Pt(-_HANGING)
    layout.line_spacing = layout.line_spacing or Pt(_LINE_POINTS)
    layout.tab_stops.add_tab_stop(Pt(_WIDTH_TWIPS / 20 - FOUR), 2)
    borders = _made("pBdr", {})
    for side in ("top", "bottom"):
        borders.append(_made(side, {"val": "single", "sz": _OUTER, "space": "1", "color": "000000"}))
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(borders, *_BEHIND[2:])
    properties.insert_element_before(_made("framePr", _FOOT), *_BEHIND)


def _made(name: str, facts: Mapping[str, str]) -> Any:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    one = OxmlElement(f"w:{name}")
    for key, value in facts.items():
        one.set(qn(f"w:{key}"), value)
    return one
