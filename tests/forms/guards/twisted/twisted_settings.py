"""Twists of what is said around the cells: settings of sheet and book, styles, colours, and what stands beside them.

`TWISTS` are told, `HINTED` only hinted at, `HONEST` are what usual programs write and nobody need hear of.
"""

import re
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, figure_cell, packed, replaced, row_of, texts_of
from tests.forms.guards.twisted.twisted_cells import (
    behind,
    celled,
    inline,
    looking,
    restyled,
    rich,
    sheeted,
    text_twist,
)
from tests.forms.guards.twisted.twists import BOOK, STYLES, many

HINTED: dict[str, Twist] = {}
HONEST: dict[str, Twist] = {}
THEME = "xl/theme/theme1.xml"


def changed(part: str, change: Callable[[bytes], bytes]) -> Twist:
    """Change the XML of a part."""

    def act(parts: Parts) -> Parts:
        assert change(parts[part]) != parts[part]
        return {**parts, part: change(parts[part])}

    return act


def put(part: str, new: bytes, before: bytes) -> Twist:
    """Put something into a part in front of what stands there."""
    return changed(part, lambda xml: xml.replace(before, new + before, 1))


def said(element: bytes, attributes: bytes) -> Twist:
    """Say something more in the first element of a name of the figure's sheet."""
    return sheeted(lambda xml: xml.replace(b"<" + element + b" ", b"<" + element + b" " + attributes + b" ", 1))


def settings(attributes: bytes) -> Twist:
    return changed(BOOK, lambda xml: xml.replace(b"<workbookPr", b"<workbookPr " + attributes))


def aligned(attributes: bytes) -> Twist:
    return looking(b'<font><sz val="11"/></font>', more=b"<alignment " + attributes + b"/>")


def in_font(inside: bytes, size: bytes = b"11") -> Twist:
    return looking(b"<font>" + inside + b'<sz val="' + size + b'"/></font>')


def kind_of_cell(kind: bytes, value: bytes = b"182.4") -> Twist:
    return celled(lambda cell: cell.replace(b"<c ", b'<c t="' + kind + b'" ').replace(b"182.4", value))


def without_style(holder: str) -> Twist:
    """The figure's cell names no style, its row or column one that cannot be read."""

    def act(parts: Parts) -> Parts:
        white = restyled(
            parts,
            b'<xf numFmtId="2" fontId="LASTFONT" fillId="0" borderId="0" xfId="0"/>',
            fonts=b'<font><sz val="11"/><color rgb="FFFFFFFF"/></font>',
        )
        name, cell = figure_cell(white)
        found = re.search(rb'r="([A-Z])(\d+)" s="(\d+)"', cell)
        assert found
        plain = replaced(white, name, cell, cell.replace(b' s="' + found[3] + b'"', b""))
        if holder == "row":
            start = b'<row r="' + found[2] + b'" '
            return replaced(plain, name, start, start + b's="' + found[3] + b'" customFormat="1" ')
        at = b'max="%d" ' % (found[1][0] - 64)
        return replaced(plain, name, at, at + b'style="' + found[3] + b'" ')

    return act


many("setting", {
    "formulas shown": said(b"sheetView", b'showFormulas="1"'),
    "formulas shown, in other words": said(b"sheetView", b'showFormulas="true"'),
    "sheet from right to left": said(b"sheetView", b'rightToLeft="1"'),
    "one of a view that nobody knows": said(b"sheetView", b'showWhatever="1"'),
    "an element in a view that nobody knows": sheeted(lambda xml: xml.replace(b"<selection", b"<whatever/><selection", 1)),
    "one of printing that nobody knows": said(b"printOptions", b'whatever="1"'),
    "one of a column that nobody knows": said(b"col", b'whatever="1"'),
    "one of a row that nobody knows": sheeted(lambda xml: xml.replace(b"<row ", b'<row whatever="1" ', 1)),
    "one of a cell that nobody knows": celled(lambda cell: cell.replace(b"<c ", b'<c whatever="1" ')),
    "days from 1904": settings(b'date1904="1"'),
    "one of the book that nobody knows": settings(b'whatever="1"'),
    "figures rounded as they are shown": changed(BOOK, lambda xml: xml.replace(b"<calcPr ", b'<calcPr fullPrecision="0" ')),
    "other figures kept as scenarios": behind(b'<scenarios current="0"><scenario name="x"><inputCells r="E9" val="192.4"/></scenario></scenarios>'),
    "other books referred to": put(BOOK, b'<externalReferences><externalReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/></externalReferences>', b"<calcPr"),
    "an element of the book that nobody knows": put(BOOK, b"<whatever/>", b"<calcPr"),
})  # fmt: skip

many("style", {
    "turned": aligned(b'textRotation="180"'), "letters below each other": aligned(b'textRotation="255"'),
    "from right to left": aligned(b'readingOrder="2"'), "of an alignment nobody knows": aligned(b'whatever="1"'),
    "struck out": in_font(b"<strike/>"), "raised": in_font(b'<vertAlign val="superscript"/>'),
    "lowered": in_font(b'<vertAlign val="subscript"/>'), "only outlined": in_font(b"<outline/>"),
    "of a font nobody knows": in_font(b"<whatever/>"), "huge": in_font(b"", b"409"), "five points": in_font(b"", b"5"),
    "with a button": looking(b'<font><sz val="11"/></font>', xf=b' pivotButton="1"'),
    "white, of the row": without_style("row"), "white, of the column": without_style("column"),
})  # fmt: skip

many("colours", {
    "ink of the theme white": changed(THEME, lambda xml: re.sub(rb'<a:sysClr val="windowText"[^>]*/>', b'<a:srgbClr val="FFFFFF"/>', xml)),
    "ground of the theme dark": changed(THEME, lambda xml: re.sub(rb'<a:sysClr val="window" [^>]*/>', b'<a:srgbClr val="101010"/>', xml)),
    "ink of the theme that of the system's ground": changed(THEME, lambda xml: xml.replace(b'val="windowText"', b'val="window"', 1)),
    "ink of the palette white": put(STYLES, b'<colors><indexedColors><rgbColor rgb="FFFFFFFF"/></indexedColors></colors>', b"</styleSheet>"),
    "white behind a short palette": lambda parts: put(STYLES, b'<colors><indexedColors><rgbColor rgb="FF000000"/></indexedColors></colors>', b"</styleSheet>")(looked(parts)),
})  # fmt: skip


def looked(parts: Parts) -> Parts:
    made = looking(b'<font><sz val="11"/><color indexed="9"/></font>')(parts)
    assert not isinstance(made, bytes)
    return made


many("value", {
    "true or false": kind_of_cell(b"b"), "true": kind_of_cell(b"b", b"1"), "of a kind of day": kind_of_cell(b"d"),
    "a day": kind_of_cell(b"d", b"2020-11-02"), "with a hard blank": celled(lambda cell: cell.replace(b"182.4", b"182.4\xc2\xa0")),
    "with a wide blank in front": celled(lambda cell: cell.replace(b"182.4", b"\xe3\x80\x80182.4")),
    "more digits than are kept": celled(lambda cell: cell.replace(b"182.4", b"182.40000000000000001")),
    "a text with a hard blank": inline("<is><t>182.4\u00a0</t></is>".encode()),
    "a text with a hard blank inside": inline("<is><t>1\u00a082.4</t></is>".encode()),
    "a text with a blank nobody sees": inline("<is><t>182.4\u200b</t></is>".encode()),
    "a text with another one above": inline(b'<is><t>182.4</t><rPh sb="0" eb="1"><t>192.40</t></rPh></is>'),
    "one digit lowered": rich(b'<vertAlign val="subscript"/>', b""), "one digit huge": rich(b'<sz val="200"/>', b""),
    "a measure with a blank nobody sees": text_twist("亿元", "亿\u200b元"),
    "a measure the other way round": text_twist("亿元", "\u202e亿元"),
})  # fmt: skip


def without_head(parts: Parts) -> Parts:
    """A column under which nothing stands loses its head."""
    name, row = row_of(parts, "计数")
    cell = next(
        one for one in re.findall(rb"<c [^>]*>.*?</c>", row) if b"<v>%d</v>" % texts_of(parts).index("计数") in one
    )
    return replaced(parts, name, row, row.replace(cell, b"", 1))


def without_title(parts: Parts) -> Parts:
    """A sheet loses its first line."""
    name = row_of(parts, "计数")[0]
    return replaced(parts, name, re.findall(rb"<row .*?</row>", parts[name], re.DOTALL)[0], b"")


def low_rows(parts: Parts) -> Parts:
    """Rows whose texts take several lines are made as high as one."""
    return {name: re.sub(rb' ht="[0-9.]+"', b' ht="15"', part) for name, part in parts.items()}


HINTED |= {
    "a column without a head": without_head, "a sheet without its title": without_title,
    "a text cut off by a low row": low_rows,
    "text of a validation": behind(b'<dataValidations count="1"><dataValidation type="none" showInputMessage="1" promptTitle="x" prompt="192.40" sqref="E1:E99"/></dataValidations>'),
    "error of a validation": behind(b'<dataValidations count="1"><dataValidation type="none" error="192.40" sqref="E1:E99"/></dataValidations>'),
    "link": behind(b'<hyperlinks><hyperlink ref="E9" location="A1" display="192.40"/></hyperlinks>'),
    "views of a sheet": behind(b'<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000001}" hiddenRows="1"/></customSheetViews>'),
    "views of the book": put(BOOK, b'<customWorkbookViews><customWorkbookView name="x" guid="{0}" windowWidth="1" windowHeight="1" activeSheetId="1"/></customWorkbookViews>', b"</workbook>"),
    "published sheets": behind(b'<webPublishItems count="0"/>'), "smart tags": behind(b"<smartTags/>"),
    "consolidation": behind(b"<dataConsolidate/>"), "tiny on the screen": said(b"sheetView", b'zoomScale="10"'),
    "printed without colours": said(b"pageSetup", b'blackAndWhite="1"'),
    "functions of somebody's": put(BOOK, b"<functionGroups/>", b"<calcPr"),
    "extension of the book": put(BOOK, b'<extLst><ext uri="{x}"/></extLst>', b"</workbook>"),
    "a part nobody leads to": lambda parts: {**parts, "customXml/item1.xml": b"<x/>"},
}  # fmt: skip

HONEST |= {
    "other typefaces, where the machine has not ours": changed(STYLES, lambda xml: re.sub(rb'<name val="[^"]*"', b'<name val="Liberation Sans"', re.sub(rb'<charset val="\d+" ?/>', b"", xml))),
    "what is put on every sheet": behind(b'<phoneticPr fontId="0" type="noConversion"/><ignoredErrors><ignoredError sqref="A1:Z9" numberStoredAsText="1"/></ignoredErrors>'),
    "columns broken for print": behind(b'<colBreaks count="1"><brk id="1" max="9"/></colBreaks>'),
    "columns with a style": sheeted(lambda xml: re.sub(rb"<col ", b'<col style="1" ', xml)),
    "rows with a style": sheeted(lambda xml: xml.replace(b"<row ", b'<row s="0" customFormat="1" ', 1)),
    "distances of rows": sheeted(lambda xml: xml.replace(b"<row ", b'<row xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" x14ac:dyDescent="0.25" ')),
    "marks of a font switched off": in_font(b'<b val="0"/><strike val="0"/><outline val="false"/><vertAlign val="baseline"/>'),
    "an alignment in full": aligned(b'horizontal="general" vertical="bottom" textRotation="0" wrapText="false" indent="0" shrinkToFit="false" readingOrder="0"'),
    "phonetic switched on where there is none": celled(lambda cell: cell.replace(b"<c ", b'<c ph="1" ')),
    "a view in full": said(b"sheetView", b'showFormulas="false" rightToLeft="false" showZeros="true" view="pageBreakPreview" zoomScale="85" zoomScalePageLayoutView="60"'),
    "extension of a usual program": put(BOOK, b'<extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>', b"</workbook>"),
    "a figure with seventeen digits": celled(lambda cell: cell.replace(b"182.4", b"182.40000000000001")),
}  # fmt: skip


def made(twist: Twist, parts: Parts) -> bytes:
    """The file a twist makes."""
    found = twist(parts)
    return found if isinstance(found, bytes) else packed(found)


__all__ = ["HINTED", "HONEST", "made"]
