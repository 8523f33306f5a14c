"""Twists of what cells show: figures, number formats, styles, texts and places."""

import re
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, figure_cell, replaced, row_of, sheet_with, texts_of
from tests.forms.guards.twisted.twists import (
    STRINGS,
    STYLES,
    TWISTS,
    many,
    twist,
)


def restyled(parts: Parts, xf: bytes, **more: bytes) -> Parts:
    """The parts with one more cell style, which the figure's cell has; `more`: what goes into numFmts, fonts, fills."""
    styles = parts[STYLES]
    for holder, one in more.items():
        at = holder.encode()
        if b"<" + at + b" " not in styles:
            styles = styles.replace(b"<fonts", b'<numFmts count="1"></numFmts><fonts', 1)
        styles = styles.replace(b"</" + at + b">", one + b"</" + at + b">", 1)
    fonts = len(re.findall(rb"<font>", styles)) - 1
    fills = len(re.findall(rb"<fill>", styles)) - 1
    count = len(re.findall(rb"<xf ", styles[styles.index(b"<cellXfs") : styles.index(b"</cellXfs>")]))
    xf = xf.replace(b"LASTFONT", b"%d" % fonts).replace(b"LASTFILL", b"%d" % fills)
    styles = styles.replace(b"</cellXfs>", xf + b"</cellXfs>", 1)
    name, cell = figure_cell(parts)
    return replaced({**parts, STYLES: styles}, name, cell, re.sub(rb's="\d+"', b's="%d"' % count, cell))


def formatted(code: bytes, order: bytes = b'numFmtId="%d" formatCode="%s"') -> Twist:
    """Show the figure in a number format."""

    def act(parts: Parts) -> Parts:
        one = b"<numFmt numFmtId='299' formatCode='" + code + b"'/>"
        if order.startswith(b"formatCode"):
            one = b"<numFmt formatCode='" + code + b"' numFmtId='299'/>"
        xf = b'<xf fontId="0" numFmtId="299" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        return restyled(parts, xf, numFmts=one)

    return act


many("number format", {
    code.decode(): formatted(code)
    for code in (
        b'"192.40"', b";;;", b"#,", b"0", b"0.0\xef\xbc\x900", b"0.00;0.00;", b"#,.00", b"0.00%", b"[Red]0.00", b"0.0E+00",
        b'0.00"0"', b"0.00_);(0.00)", b"?", b"# ?/?", b"[&gt;100]\"192.40\";0.00", b"0.0.0", b"00.00", b"[DBNum1]0.00",
        b"1\\92.40", b"0.00\\0", b"yyyy-mm-dd", b'\\1\\9\\2.40', b"0.00*9", b"[h]:mm", b"@@", b"0.00@",
    )
})  # fmt: skip
TWISTS["number format with its attributes turned round"] = formatted(b'"192.40"', b"formatCode")


def textual(code: bytes, address: str = "182.40") -> Twist:
    """A text in the figure's place, in a format that shows another text."""

    def act(parts: Parts) -> Parts:
        one = b"<numFmt numFmtId='299' formatCode='" + code + b"'/>"
        made = restyled(parts, b'<xf numFmtId="299" fontId="0" fillId="0" borderId="0" xfId="0"/>', numFmts=one)
        name, row = row_of(made, "Q06.9")
        cell = next(c for c in re.findall(rb"<c [^>]*><v>182.4</v></c>", row))
        new = cell.replace(b"<v>182.4</v>", b"<is><t>" + address.encode() + b"</t></is>").replace(
            b"<c ", b'<c t="inlineStr" ', 1
        )
        return replaced(made, name, cell, new)

    return act


many(
    "text format",
    {code.decode(): textual(code) for code in (b';;;"192.40"', b'"192.40"@', b"@@", b"General;;;192", b";;;")},
)


def looking(font: bytes = b"<font/>", fill: bytes = b"", more: bytes = b"", xf: bytes = b"") -> Twist:
    """Make the figure look in some way."""

    def act(parts: Parts) -> Parts:
        new = b'<xf numFmtId="2" fontId="LASTFONT" fillId="%s" borderId="0" xfId="0"%s>%s</xf>'
        new = new.replace(b"%s", b"LASTFILL" if fill else b"0", 1).replace(b"%s", xf, 1).replace(b"%s", more, 1)
        held = {"fonts": font} | ({"fills": fill} if fill else {})
        return restyled(parts, new, **held)

    return act


many("look", {
    "white": looking(b'<font><sz val="11"/><color rgb="FFFFFFFF"/></font>'),
    "nearly white": looking(b'<font><sz val="11"/><color rgb="FFF4F4F4"/></font>'),
    "white of the theme": looking(b'<font><sz val="11"/><color theme="0"/></font>'),
    "white of the palette": looking(b'<font><sz val="11"/><color indexed="9"/></font>'),
    "black tinted white": looking(b'<font><sz val="11"/><color theme="1" tint="0.99"/></font>'),
    "one point": looking(b'<font><sz val="1"/></font>'),
    "signs instead of digits": looking(b'<font><sz val="11"/><name val="Wingdings"/></font>'),
    "black on black": looking(b'<font><sz val="11"/></font>', b'<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'),
    "repeated over the cell": looking(b"<font><sz val='11'/></font>", more=b'<alignment horizontal="fill"/>'),
    "pushed out of the cell": looking(b"<font><sz val='11'/></font>", more=b'<alignment horizontal="left" indent="200"/>'),
})  # fmt: skip


@twist
def digits_of_another_script(parts: Parts) -> Parts:
    name, cell = figure_cell(parts)
    new = cell.replace(b"<v>182.4</v>", "<is><t>18২.4</t></is>".encode()).replace(b"<c ", b'<c t="inlineStr" ')
    return replaced(parts, name, cell, new)


@twist
def a_fullwidth_figure(parts: Parts) -> Parts:
    name, cell = figure_cell(parts)
    new = cell.replace(b"<v>182.4</v>", "<is><t>１９２.４０</t></is>".encode()).replace(b"<c ", b'<c t="inlineStr" ')
    return replaced(parts, name, cell, new)


@twist
def a_text_written_from_right_to_left(parts: Parts) -> Parts:
    name, cell = figure_cell(parts)
    new = cell.replace(b"<v>182.4</v>", "<is><t>\u202e182.40</t></is>".encode()).replace(b"<c ", b'<c t="inlineStr" ')
    return replaced(parts, name, cell, new)


def rich(first: bytes, second: bytes) -> Twist:
    """The figure as a text whose parts look unlike."""

    def act(parts: Parts) -> Parts:
        name, cell = figure_cell(parts)
        text = b"<is><r><t>1</t></r><r><rPr>" + first + b"</rPr><t>8</t></r><r>" + second + b"<t>2.40</t></r></is>"
        return replaced(parts, name, cell, cell.replace(b"<v>182.4</v>", text).replace(b"<c ", b'<c t="inlineStr" '))

    return act


many("one digit", {
    "white and small": rich(b'<sz val="1"/><color rgb="FFFFFFFF"/>', b""),
    "white": rich(b'<color rgb="FFFFFFFF"/>', b""), "struck out": rich(b"<strike/>", b""),
    "raised": rich(b'<vertAlign val="superscript"/>', b""), "in signs": rich(b'<rFont val="Webdings"/>', b""),
})  # fmt: skip


def celled(change: Callable[[bytes], bytes]) -> Twist:
    """Change the XML of the figure's cell."""

    def act(parts: Parts) -> Parts:
        name, cell = figure_cell(parts)
        return replaced(parts, name, cell, change(cell))

    return act


def inline(inside: bytes) -> Twist:
    return celled(lambda cell: cell.replace(b"<v>182.4</v>", inside).replace(b"<c ", b'<c t="inlineStr" ', 1))


many("cell", {
    "two inline texts": inline(b"<is><t>182.40</t></is><is><t>192.40</t></is>"),
    "two texts in one": inline(b"<is><t>182.40</t><t>192.40</t></is>"),
    "a text beside its runs": inline(b"<is><t>182.40</t><r><t>192.40</t></r></is>"),
    "a value beside a text": inline(b"<v>192.4</v><is><t>182.40</t></is>"),
    "a number with a text": celled(lambda cell: cell.replace(b"</v>", b"</v><is><t>192.40</t></is>")),
    "two values": celled(lambda cell: cell.replace(b"<v>", b"<v>192.4</v><v>")),
    "twice": celled(lambda cell: cell.replace(b"182.4", b"192.4") + cell),
    "twice, the false one last": celled(lambda cell: cell + cell.replace(b"182.4", b"192.4")),
    "a formula": celled(lambda cell: cell.replace(b"<v>", b"<f>192.4</f><v>")),
    "a comment in the value": celled(lambda cell: cell.replace(b"182.4", b"182.4<!-- -->0000001")),
    "a value in pieces": celled(lambda cell: cell.replace(b"182.4", b"1<x/>92.4")),
    "an instruction in the value": celled(lambda cell: cell.replace(b"182.4", b"182.4<?x ?>")),
    "of a kind nobody knows": celled(lambda cell: cell.replace(b"<c ", b'<c t="q" ')),
    "a rich value": celled(lambda cell: cell.replace(b"<c ", b'<c vm="1" ')),
    "a style that is not there": celled(lambda cell: re.sub(rb's="\d+"', b's="9999"', cell)),
    "an error": celled(lambda cell: cell.replace(b"<c ", b'<c t="e" ').replace(b"182.4", b"#N/A")),
    "in an alternative": celled(lambda cell: b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">' + cell.replace(b"182.4", b"192.4") + b"</mc:Choice><mc:Fallback>" + cell + b"</mc:Fallback></mc:AlternateContent>"),
    "another figure": celled(lambda cell: cell.replace(b"182.4", b"192.4")),
    "a figure with an exponent": celled(lambda cell: cell.replace(b"182.4", b"1.924E2")),
    "blank": celled(lambda cell: cell.replace(b"<v>182.4</v>", b"")),
    "not there": celled(lambda cell: b""),
})  # fmt: skip


def after_table(new: Callable[[bytes, bytes], bytes]) -> Twist:
    """Put something behind the table of the figure's sheet; gets the true row and the false one."""

    def act(parts: Parts) -> Parts:
        name, row = row_of(parts, "Q06.9")
        false = row.replace(b"<v>182.4</v>", b"<v>192.4</v>")
        sheet = parts[name].replace(b"</worksheet>", new(row, false) + b"</worksheet>").replace(row, false, 1)
        return {**parts, name: sheet}

    return act


def over_table(new: Callable[[bytes, bytes], bytes]) -> Twist:
    """Put the figure's true row somewhere else; the table shows the false one."""

    def act(parts: Parts) -> Parts:
        name, row = row_of(parts, "Q06.9")
        false = row.replace(b"<v>182.4</v>", b"<v>192.4</v>")
        return replaced(parts, name, row, new(row, false))

    return act


many("row", {
    "the true one in an extension": after_table(lambda true, _: b'<extLst><ext uri="{1}">' + true + b"</ext></extLst>"),
    "the true one in an element of somebody's": after_table(lambda true, _: b'<q:a xmlns:q="urn:q">' + true + b"</q:a>"),
    "the true one in a second table": after_table(lambda true, _: b"<sheetData>" + true + b"</sheetData>"),
    "twice": over_table(lambda true, false: false + true),
    "twice, the true one first": over_table(lambda true, false: true + false),
    "the true one in an alternative": over_table(lambda true, false: false + b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback>' + true + b"</mc:Fallback></mc:AlternateContent>"),
    "the true one in the false one": over_table(lambda true, false: false.replace(b"</row>", true + b"</row>")),
    "of another namespace": over_table(lambda true, false: false + true.replace(b"<row ", b'<q:row xmlns:q="urn:q" ').replace(b"</row>", b"</q:row>")),
    "without height": over_table(lambda true, _: re.sub(rb'ht="[\d.]+"', b'ht="0"', true)),
    "without height, in other words": over_table(lambda true, _: re.sub(rb'ht="[\d.]+"', b'ht="1E-5"', true)),
    "hidden": over_table(lambda true, _: true.replace(b"<row ", b'<row hidden="1" ')),
    "hidden, in other words": over_table(lambda true, _: true.replace(b"<row ", b'<row hidden="true" ')),
    "gone": over_table(lambda *_: b""),
})  # fmt: skip


def sheeted(change: Callable[[bytes], bytes], text: str = "Q06.9") -> Twist:
    """Change the XML of the sheet in which a text stands."""

    def act(parts: Parts) -> Parts:
        name = sheet_with(parts, text)
        assert change(parts[name]) != parts[name]
        return {**parts, name: change(parts[name])}

    return act


def behind(new: bytes, before: bytes = b"<printOptions") -> Twist:
    return sheeted(lambda xml: xml.replace(before, new + before, 1))


def merged(xml: bytes) -> bytes:
    found = re.search(rb'<c r="([A-Z])(\d+)" s="\d+"><v>182.4</v>', xml)
    assert found
    area = b"%s%d:%s%s" % (found[1], int(found[2]) - 1, found[1], found[2])
    return xml.replace(b"<printOptions", b'<mergeCells><mergeCell ref="' + area + b'"/></mergeCells><printOptions')


many("sheet", {
    "a column without width": sheeted(lambda xml: re.sub(rb'(<col min="(\d+)" max="\2" )width="[\d.]+"', rb'\1width="0"', xml)),
    "columns hidden": sheeted(lambda xml: xml.replace(b"<col ", b'<col hidden="1" ')),
    "zeros not shown": sheeted(lambda xml: xml.replace(b"<sheetView ", b'<sheetView showZeros="0" ')),
    "rows hidden by default": sheeted(lambda xml: re.sub(rb' ht="[\d.]+" customHeight="1"', b"", xml).replace(b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" ')),
    "a merge over the figure": sheeted(merged),
    "conditional format": behind(b'<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>'),
    "conditional format of an extension": sheeted(lambda xml: xml.replace(b"</worksheet>", b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings/></ext></extLst></worksheet>')),
    "a filter": behind(b'<autoFilter ref="A5:Z99"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn></autoFilter>'),
    "a picture behind the cells": sheeted(lambda xml: xml.replace(b"</worksheet>", b'<picture xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/></worksheet>')),
    "a footer that says otherwise": sheeted(lambda xml: re.sub(rb"<oddFooter>", "<oddFooter>&amp;C本表以 Q21.2 = 192.40 为准".encode(), xml)),
    "a header for even pages": sheeted(lambda xml: re.sub(rb"<headerFooter>", b"<headerFooter differentOddEven=\"1\">", xml).replace(b"</oddFooter>", "</oddFooter><evenHeader>以192.40为准</evenHeader>".encode())),
    "an element nobody knows": behind(b'<whatever xmlns="urn:q"/>'),
    "frozen below the figure": sheeted(lambda xml: xml.replace(b"<sheetView ", b'<sheetView topLeftCell="A60" ')),
    "an element twice": behind(b'<sheetProtection/>'),
})  # fmt: skip


@twist
def an_array_formula_over_the_title(parts: Parts) -> Parts:
    name, _row = row_of(parts, "Q06.9")
    first = re.search(rb'<c r="A1" s="(\d+)" t="s"><v>\d+</v></c>', parts[name])
    assert first
    return replaced(parts, name, first[0], b'<c r="A1" s="0" t="str"><f t="array" ref="A1:H60">192.4</f><v>x</v></c>')


def text_twist(old: str, new: str) -> Twist:
    """Put another text in place of one that stands in the book."""

    def act(parts: Parts) -> Parts:
        text = max((one for one in texts_of(parts) if old in one), key=lambda one: (one == old, one))
        return replaced(parts, STRINGS, f">{text}<".encode(), f">{text.replace(old, new)}<".encode())

    return act
