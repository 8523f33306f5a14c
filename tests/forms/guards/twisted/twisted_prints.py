"""Twists of what decides which part of a book is seen or printed, and in which shape: none changes the value of a cell.

`TWISTS`, `HINTED` and `HONEST` as in `twisted_settings`: told, hinted at, nothing to tell.
"""

import re

from tests.forms.guards.sealed_books import Parts, Twist, figure_cell, replaced, texts_of
from tests.forms.guards.twisted.twisted_cells import behind, looking, restyled, sheeted
from tests.forms.guards.twisted.twisted_settings import HINTED, HONEST, aligned, changed, in_font, put, said
from tests.forms.guards.twisted.twists import BOOK, STRINGS, STYLES, TWISTS

THEME = "xl/theme/theme1.xml"
TABLE = "'A1 县区（园区）主要指标表'"


def named(definition: str) -> Twist:
    """One more defined name."""
    return put(BOOK, definition.encode(), b"</definedNames>")


def area(sheet: int, of: str) -> Twist:
    return named(f'<definedName name="_xlnm.Print_Area" localSheetId="{sheet}">{of}</definedName>')


def book_view(attributes: bytes) -> Twist:
    return changed(BOOK, lambda xml: xml.replace(b"<workbookView ", b"<workbookView " + attributes + b" "))


def page(attributes: bytes) -> Twist:
    """Say something else of the pages of the figure's sheet."""
    return sheeted(lambda xml: re.sub(rb"<pageSetup [^>]*/>", b"<pageSetup " + attributes + b"/>", xml, count=1))


def margins(all_four: bytes) -> Twist:
    sides = b" ".join(side + b'="' + all_four + b'"' for side in (b"left", b"right", b"top", b"bottom"))
    new = b"<pageMargins " + sides + b' header="0.3" footer="0.3"/>'
    return sheeted(lambda xml: re.sub(rb"<pageMargins [^>]*/>", new, xml, count=1))


def pane(new: bytes) -> Twist:
    return sheeted(lambda xml: re.sub(rb"<pane [^>]*/>", new, xml, count=1))


def column_of_figure(width: bytes) -> Twist:
    return sheeted(lambda xml: re.sub(rb'(<col min="5" max="5" width=")[^"]*', rb"\g<1>" + width, xml))


def row_of_figure(attributes: bytes) -> Twist:
    """Give the figure's row a height, or put it away."""

    def act(parts: Parts) -> Parts:
        name, cell = figure_cell(parts)
        found = re.search(rb'r="[A-Z](\d+)"', cell)
        assert found
        start = re.search(rb'<row r="' + found[1] + rb'"[^>]*', parts[name])
        assert start
        plain = re.sub(rb' (ht|customHeight)="[^"]*"', b"", start[0])
        return replaced(parts, name, start[0], plain + b" " + attributes)

    return act


def bordered(attributes: bytes) -> Twist:
    """Lines through the figure."""

    def act(parts: Parts) -> Parts:
        line = b'<left/><right/><top/><bottom/><diagonal style="thick"><color rgb="FF000000"/></diagonal></border>'
        borders = parts[STYLES].count(b"<border>") + parts[STYLES].count(b"<border ")
        xf = b'<xf numFmtId="2" fontId="0" fillId="0" borderId="%d" xfId="0"/>' % borders
        return restyled(parts, xf, borders=b"<border " + attributes + b">" + line)

    return act


def dated(built_in: bytes) -> Twist:
    """One of the formats that each country has its own for."""
    xf = b'<xf numFmtId="%s" fontId="0" fillId="0" borderId="0" xfId="0"/>' % built_in
    return lambda parts: restyled(parts, xf)


def string_of(text: str, new: str) -> Twist:
    """Another text for one of the shared strings."""

    def act(parts: Parts) -> Parts:
        assert text in texts_of(parts)
        before = f">{text}</t>".encode()
        return replaced(parts, STRINGS, before, f">{new}</t>".encode())

    return act


def theme_font(which: bytes, name: bytes) -> Twist:
    """The font of the theme, which the first font of the book follows."""

    def act(parts: Parts) -> Parts:
        made = looking(b'<font><sz val="11"/><name val="Calibri"/><scheme val="' + which + b'"/></font>')(parts)
        assert not isinstance(made, bytes)
        fonts = re.search(rb"<a:" + which + rb"Font>.*?</a:" + which + rb"Font>", made[THEME], re.DOTALL)
        assert fonts
        new = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="' + name + b'"', fonts[0])
        return replaced(made, THEME, fonts[0], new)

    return act


def sheet_renamed(new: str) -> Twist:
    return changed(BOOK, lambda xml: xml.replace(TABLE.strip("'").encode(), new.encode()))


def chart_sheet(parts: Parts) -> Parts:
    """A sheet that is a chart and nothing else, in front."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"
    rels = b'<Relationship Id="rId90" Type="' + kind + b'" Target="chartsheets/sheet1.xml"/></Relationships>'
    types = (
        b'<Override PartName="/xl/chartsheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.spreadsheetml.chartsheet+xml"/></Types>'
    )
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    found = replaced(parts, "xl/_rels/workbook.xml.rels", b"</Relationships>", rels)
    found = replaced(found, "[Content_Types].xml", b"</Types>", types)
    found = replaced(found, BOOK, b"<sheets>", '<sheets><sheet name="图" sheetId="90" r:id="rId90"/>'.encode())
    chart = b"<chartsheet " + main + b'><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
    return {**found, "xl/chartsheets/sheet1.xml": chart}


def picture_in_header(parts: Parts) -> Parts:
    """The sign for a picture in a header; the picture itself is a drawing of the sheet."""
    name, _ = figure_cell(parts)
    return replaced(parts, name, b"<oddHeader>", b"<oddHeader>&amp;C&amp;G")


def shrunk(parts: Parts) -> Parts:
    made = aligned(b'shrinkToFit="1"')(parts)
    assert not isinstance(made, bytes)
    return made


TWISTS |= {
    "print: margins that are no number": margins(b"NaN"),
    "print: a picture in the header": picture_in_header,
    "print: another header on the first page": sheeted( lambda xml: xml.replace(b"<headerFooter>", b'<headerFooter differentFirst="1">').replace( b"</oddFooter>", b"</oddFooter><firstHeader>&amp;C192.40</firstHeader>" ) ),
    "window: of a setting nobody knows": book_view(b'whatever="1"'),
    "window: five hundred rows frozen": pane( b'<pane xSplit="1" ySplit="500" topLeftCell="B501" activePane="bottomRight" state="frozen"/>' ),
    "window: all columns frozen": pane( b'<pane xSplit="300" ySplit="4" topLeftCell="KO5" activePane="bottomRight" state="frozen"/>' ),
    "window: scrolled to the end": said(b"sheetView", b'topLeftCell="XFD1048576"'),
    "window: a table's outline folded": row_of_figure(b'hidden="1" outlineLevel="1"'),
    "window: the row of the figure four points high": row_of_figure(b'ht="4" customHeight="1"'),
    "window: the column of the figure one sign wide": column_of_figure(b"1"),
    "window: the column of the figure three signs wide": column_of_figure(b"3"),
    "window: columns three signs wide unless they say more": sheeted( lambda xml: re.sub(rb"<cols>.*?</cols>", b"", xml).replace( b"<sheetFormatPr ", b'<sheetFormatPr defaultColWidth="3" ' ) ),
    "window: shrunk into a narrow column": lambda parts: column_of_figure(b"1.2")(shrunk(parts)),
    "window: a chart in front": chart_sheet,
    "name: an element nobody knows among them": put(BOOK, b"<whatever/>", b"</definedNames>"),
    "shape: struck through by a line of the cell": bordered(b'diagonalUp="1"'),
    "shape: crossed out by two lines of the cell": bordered(b'diagonalUp="1" diagonalDown="1"'),
    "shape: the theme's font of signs": theme_font(b"minor", b"Wingdings"),
    "shape: the theme's other font of signs": theme_font(b"major", b"Webdings"),
    "shape: a font of bars": in_font(b'<name val="Code 128"/>'),
    "shape: a font of icons": in_font(b'<name val="Segoe MDL2 Assets"/>'),
    "shape: a font without a sign": in_font(b'<name val="Adobe Blank"/>'),
    "shape: a font of signs by its set": in_font(b'<name val="Arial"/><charset val="002"/>'),
    "shape: a date format of a country": dated(b"31"),
    "shape: a format of money": dated(b"8"),
    "shape: turned a little": aligned(b'textRotation="1"'),
    "shape: repeated": aligned(b'horizontal="fill"'),
    "shape: pushed by forty-one": aligned(b'indent="41"'),
    "shape: a measure pushed down by lines": string_of("亿元", "&#10;&#10;&#10;&#10;&#10;&#10;&#10;&#10;亿元"),
    "shape: a measure pushed aside by blanks": string_of("亿元", " " * 200 + "亿元"),
    "shape: a button in the cell": behind(b"<controls/>"),
    "shape: a filter that asks for something": sheeted( lambda xml: xml.replace( b"<printOptions", b'<autoFilter ref="A4:H55"><filterColumn colId="4"><customFilters><customFilter operator="greaterThan" val="192"/></customFilters></filterColumn></autoFilter><printOptions', 1, ) ),
    "shape: sorted by something": sheeted( lambda xml: xml.replace( b"<printOptions", b'<autoFilter ref="A4:H55"><sortState ref="A5:H55"><sortCondition descending="1" ref="E5:E55"/></sortState></autoFilter><printOptions', 1, ) ),
}  # fmt: skip

HINTED |= {
    "print: an area that leaves the figure out": area(1, f"{TABLE}!$A$1:$D$20"),
    "print: an area of one empty cell": area(1, f"{TABLE}!$XFD$1048576"),
    "print: an area in several pieces": area(1, f"{TABLE}!$A$1:$D$34,{TABLE}!$A$36:$H$55"),
    "print: an area by a formula": area(1, f"OFFSET({TABLE}!$A$1,0,0,3,3)"),
    "print: titles of another row": changed( BOOK, lambda xml: xml.replace(f"{TABLE}!$4:$4".encode(), f"{TABLE}!$30:$36".encode()) ),
    "print: at ten percent": page(b'paperSize="9" scale="10"'),
    "print: all on one page": page(b'paperSize="9" fitToWidth="1" fitToHeight="1"'),
    "print: a hundred pages wide": page(b'paperSize="9" fitToWidth="100" fitToHeight="1"'),
    "print: on paper of a millimetre": page(b'paperHeight="1mm" paperWidth="1mm"'),
    "print: pages numbered from 192": page(b'paperSize="9" firstPageNumber="192" useFirstPageNumber="1"'),
    "print: errors as blanks": page(b'paperSize="9" errors="blank"'),
    "print: notes where they stand": page(b'paperSize="9" cellComments="asDisplayed"'),
    "print: 192 copies": page(b'paperSize="9" copies="192"'),
    "print: margins wider than the page": margins(b"10"),
    "print: margins below nothing": margins(b"-3"),
    "print: a header of one point": sheeted(lambda xml: xml.replace(b"&amp;14 ", b"&amp;1 ")),
    "print: a header in a font of signs": sheeted( lambda xml: xml.replace("黑体,Regular".encode(), b"Wingdings,Regular") ),
    "print: a header in white": sheeted(lambda xml: xml.replace(b"&amp;14 ", b"&amp;14&amp;KFFFFFF")),
    "window: put away": book_view(b'visibility="veryHidden"'),
    "window: minimised": book_view(b'minimized="1"'),
    "window: without tabs": book_view(b'showSheetTabs="0"'),
    "window: a second one": changed( BOOK, lambda xml: xml.replace( b"</bookViews>", b'<workbookView xWindow="1" yWindow="1" windowWidth="1" windowHeight="1"/></bookViews>' ), ),
    "window: a sheet renamed": sheet_renamed("A1 作废"),
    "name: of a figure": named('<definedName name="Q06.9">192.40</definedName>'),
    "name: of a function": named('<definedName name="坏" function="1" vbProcedure="1">1</definedName>'),
    "name: hidden, into another book": named('<definedName name="x" hidden="1">[1]Sheet1!$A$1</definedName>'),
    "name: run when it is opened": named('<definedName name="Auto_Open" hidden="1">1</definedName>'),
    "name: criteria of a filter": named( f'<definedName name="_xlnm.Criteria" localSheetId="1">{TABLE}!$A$1:$B$2</definedName>' ),
    "shape: a list beside the cell": behind( b'<dataValidations count="1"><dataValidation type="list" sqref="E35"><formula1>"192.40"</formula1></dataValidation></dataValidations>' ),
}  # fmt: skip

HONEST |= {
    "print: titles of columns as well": changed( BOOK, lambda xml: xml.replace(f"{TABLE}!$4:$4".encode(), f"{TABLE}!$A:$D,{TABLE}!$4:$4".encode()) ),
    "print: a page for each row": behind( b'<rowBreaks count="40" manualBreakCount="40">' + b"".join(b'<brk id="%d" max="16383" man="1"/>' % n for n in range(5, 45)) + b"</rowBreaks>" ),
    "window: opened at another sheet": book_view(b'activeTab="15" firstSheet="15"'),
    "window: split and scrolled apart": pane( b'<pane xSplit="9000" ySplit="9000" topLeftCell="F40" activePane="bottomRight"/>' ),
    "window: two sheets exchanged": changed( BOOK, lambda xml: re.sub(rb"(<sheets>)(<sheet .*?/>)(<sheet .*?/>)", rb"\1\3\2", xml) ),
    "name: said to the book by its author": put( BOOK, b'<fileSharing readOnlyRecommended="1" userName="192.40"/>', b"<workbookPr" ),
    "shape: in the middle of several cells": aligned(b'horizontal="centerContinuous"'),
    "shape: a cell watched": behind(b'<cellWatches><cellWatch r="E35"/></cellWatches>'),
    "shape: unused looks of conditions": changed( STYLES, lambda xml: re.sub( rb'<dxfs count="0"\s*/>', b'<dxfs count="1"><dxf><numFmt numFmtId="298" formatCode="&quot;192.40&quot;"/></dxf></dxfs>', xml, ), ),
}  # fmt: skip
