"""Office document: an official document as .docx in the geometry of GB/T 9704-2012, to be worked on in Word or WPS.

Word counts in twentieths of a point, so a line is 28.95 points here (22 lines stay inside the 版心; 28.99 would round
to 29 and lose one). Typefaces are named as offices name them; the reader's computer has them or
not. Same content, same bytes: the parts of the package bear one fixed day.
"""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole
from forms.notice.looks import FOUR, LEFT_MM, PAPER_MM, THREE, TOP_MM, WIDTH_MM, column_widths, looks
from forms.notice.word_record import add_record, keep_last_row
from forms.page.font_files import Face
from forms.page.text_flow import TextStyle
from models.basics.messages import say
from models.basics.period import PLAN_ZONE

FACES = {
    Face.BIAO: "方正小标宋简体", Face.FANG: "仿宋_GB2312", Face.KAI: "楷体_GB2312", Face.HEI: "黑体", Face.SONG: "宋体",
}  # fmt: skip
_LINE_TWIPS = 579  # 28.95 points
_CLOSER_TWIPS = -5  # 15.75 points from character to character: 28 stay inside the 版心 (15.79 would round to 15.8)
_AFTER_SNAP = ("w:spacing", "w:ind", "w:jc", "w:rPr")  # what the schema has behind it, of what we write
FIVE = 10.5  # points: of tables
_BESIDE_TWIPS, _ABOVE_TWIPS = 45, 20  # left and right of the text of a cell, above and below it
_UNTOLD = datetime(2020, 1, 1, tzinfo=PLAN_ZONE)
_DAY = (2020, 1, 1, 0, 0, 0)


def notice_document(notice: Notice) -> bytes:
    """Return the .docx of a document."""
    from docx import Document

    book = Document()
    for paragraph in list(book.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    _geometry(book)
    if notice.mark:
        _mark(book, notice.mark)
    if notice.issuer:
        _head(book, notice)
    for (part, look), then in zip(looks(notice.parts), (*notice.parts[1:], None), strict=True):
        if isinstance(part, NoticeTable):
            _table(book, part)
            if isinstance(then, NoticeText) and then.role is ParagraphRole.SIGNED:
                keep_last_row(book)
        else:
            _paragraph(book, part, look)
    if notice.printed:
        add_record(book, notice, lambda text: _line(book, text, Face.FANG, FOUR, exact=False))
    properties = book.core_properties
    properties.title, properties.author = notice.title, notice.issuer or say("papers.program")
    properties.keywords = notice.keywords
    properties.created = properties.modified = (notice.made or _UNTOLD).astimezone(UTC)
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue())


def _dated(package: bytes) -> bytes:
    """Return the package with one fixed day for all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for one in before.infolist():
            info = zipfile.ZipInfo(one.filename, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(one))
    return out.getvalue()


def _geometry(book: Any) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    page = book.sections[0]
    page.page_width, page.page_height = Mm(PAPER_MM), Mm(297)
    page.top_margin, page.left_margin = Mm(TOP_MM), Mm(LEFT_MM)
    page.bottom_margin, page.right_margin = Mm(35), Mm(PAPER_MM - LEFT_MM - WIDTH_MM)
    page.footer_distance = Mm(35 - 7 - 3)  # the dash of the page number stands 7 mm below the 版心
    grid = page._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        page._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")  # a grid of characters is read differently by Word, WPS and LibreOffice
    grid.set(qn("w:linePitch"), str(_LINE_TWIPS))
    book.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))  # the binding edge lies inside
    book.settings.odd_and_even_pages_header_footer = True
    _number(page.footer.paragraphs[0], right=True)
    _number(page.even_page_footer.paragraphs[0], right=False)
    style = book.styles["Normal"]
    _typeface(style, Face.FANG, THREE)


def _typeface(owner: Any, face: Face, size: float) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn
    from docx.shared import Pt

    owner.font.name, owner.font.size = FACES[face], Pt(size)
    owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[face])


def _number(paragraph: Any, *, right: bool) -> None:  # noqa: ANN401
    """A page number between dashes, one character from the outer edge."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    layout = paragraph.paragraph_format
    layout.right_indent, layout.left_indent = (Pt(FOUR), None) if right else (None, Pt(FOUR))
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        _typeface(run, Face.SONG, FOUR)
        if text is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.addprevious(field)
            field.append(run._element)
            run.text = "1"


def _mark(book: Any, mark: str) -> None:  # noqa: ANN401
    """What stands across the pages of the PDF, above each page here."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    page = book.sections[0]
    for head in (page.header, page.even_page_header):
        paragraph = head.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _runs(paragraph, mark, Face.HEI, FOUR)
        _in_red(paragraph)


def _in_red(paragraph: Any) -> None:  # noqa: ANN401
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor(0xC6, 0x28, 0x28)


def _line(book: Any, text: str, face: Face, size: float, *, exact: bool = True) -> Any:  # noqa: ANN401
    from docx.shared import Pt, Twips

    paragraph = book.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = (
        False  # a page is full, as in the PDF: else a heading goes over with the three lines below it
    )
    if exact:
        layout.line_spacing = Twips(_LINE_TWIPS)
    _runs(paragraph, text, face, size)
    return paragraph


def _runs(paragraph: Any, text: str, face: Face, size: float) -> None:  # noqa: ANN401
    """Write a text; lowered figures (CO₂) as subscripts, which every typeface has."""
    from itertools import groupby

    from forms.page.fonts import LOWERED, with_low_figures

    for low, found in groupby(with_low_figures(text), lambda one: one in LOWERED):
        run = paragraph.add_run("".join(LOWERED.get(one, one) for one in found))
        _typeface(run, face, size)
        if size == THREE:
            _closer(run)
        if low:
            run.font.subscript = True


def _closer(run: Any) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(_CLOSER_TWIPS))
    run._element.get_or_add_rPr().insert_element_before(spacing, "w:sz", "w:szCs", "w:vertAlign")


def _head(book: Any, notice: Notice) -> None:  # noqa: ANN401
    """发文机关标志 in red below the room left free, 发文字号, the red line."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    name = _line(book, notice.issuer, Face.BIAO, 36, exact=False)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.space_before = Mm(35)
    _in_red(name)
    _line(book, "", Face.FANG, THREE)
    number = _line(book, notice.number, Face.FANG, THREE)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _ruled(number, "bottom", "C62828", 12, space=11)
    for _ in range(2):
        _line(book, "", Face.FANG, THREE).paragraph_format.space_after = Pt(0)


def _ruled(paragraph: Any, side: str, colour: str, eighths: int, *, space: int = 1) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:tabs", *_AFTER_SNAP)
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", str(space)), ("color", colour)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def _paragraph(book: Any, part: NoticeText, look: TextStyle) -> None:  # noqa: ANN401
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, Twips

    paragraph = _line(
        book, part.text, look.face, look.size, exact=part.role not in (ParagraphRole.TITLE, ParagraphRole.NAMED)
    )
    layout = paragraph.paragraph_format
    sides = {1: WD_ALIGN_PARAGRAPH.CENTER, 2: WD_ALIGN_PARAGRAPH.RIGHT}
    paragraph.alignment = sides.get(look.alignment, WD_ALIGN_PARAGRAPH.JUSTIFY)
    layout.first_line_indent = Pt(look.firstLineIndent) if look.firstLineIndent else None
    layout.left_indent = Pt(look.leftIndent) if look.leftIndent else None
    layout.right_indent = Pt(look.rightIndent) if look.rightIndent else None
    layout.space_before = Twips(_LINE_TWIPS) if look.spaceBefore else Pt(0)
    layout.page_break_before = part.role is ParagraphRole.ATTACHMENT
    layout.keep_with_next = bool(look.keepWithNext)


def _table(book: Any, part: NoticeTable) -> None:  # noqa: ANN401
    """A table over the width of the 版心, its heads repeated on every page."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = book.add_table(rows=0, cols=len(part.heads))
    table.style, table.autofit = "Table Grid", False
    _inner_margins(table)
    widths = [Mm(width) for width in column_widths(part)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((part.heads, *part.rows)):
        made = table.add_row()
        if number == 0:
            made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        cant = OxmlElement("w:cantSplit")
        made._tr.get_or_add_trPr().append(cant)
        for column, text in enumerate(row):
            cell = made.cells[column]
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            _off_the_grid(paragraph)
            _runs(paragraph, text, Face.HEI if number == 0 else Face.SONG, FIVE)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif column in part.figures:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _off_the_grid(paragraph: Any) -> None:  # noqa: ANN401
    """Make a line of a table as high as its type, also where nothing stands in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties, snap = paragraph._element.get_or_add_pPr(), OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties.insert_element_before(snap, *_AFTER_SNAP)
    mark, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), str(round(2 * FIVE)))
    mark.append(size)
    properties.append(mark)


def _inner_margins(table: Any) -> None:  # noqa: ANN401
    """Leave little beside the texts of a table, so that none of them breaks, and begin it where the lines begin."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    inside, indent = OxmlElement("w:tblCellMar"), OxmlElement("w:tblInd")
    margins = {"top": _ABOVE_TWIPS, "left": _BESIDE_TWIPS, "bottom": _ABOVE_TWIPS, "right": _BESIDE_TWIPS}
    for side, twips in margins.items():
        inside.append(OxmlElement(f"w:{side}"))
        _wide(inside[-1], twips)
    _wide(indent, _BESIDE_TWIPS)
    properties.find(qn("w:tblLayout")).addprevious(indent)  # the schema has an order
    properties.find(qn("w:tblLayout")).addnext(inside)


def _wide(one: Any, twips: int) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn

    one.set(qn("w:w"), str(twips))
    one.set(qn("w:type"), "dxa")
