"""Workbooks that show something else than was sealed: every way somebody thought of, made from a sealed book.

Each twist gets the parts of a sealed book without its package signature and returns the parts, or the file, it makes.
192.40 is the false figure for 182.40.
"""

import io
import re
import zipfile
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, figure_cell, packed, replaced, row_of, sheet_with, texts_of

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
BOOK_RELS, ROOT_RELS, TYPES = "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TWISTS: dict[str, Twist] = {}


def twist(function: Twist) -> Twist:
    """Take up a way of twisting under the name of its function."""
    TWISTS[function.__name__] = function
    return function


def many(name: str, cases: dict[str, Callable[[Parts], Parts | bytes]]) -> None:
    """Take up several ways that differ in one text."""
    for case, function in cases.items():
        TWISTS[f"{name}: {case}"] = function


def false_cell(parts: Parts) -> tuple[str, bytes, bytes]:
    """Sheet part, the true cell, and the cell with the false figure."""
    name, cell = figure_cell(parts)
    return name, cell, cell.replace(b"182.4", b"192.4")


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


def exchanged(column: int) -> Twist:
    """Exchange the texts of a column (from 0) of the rows of Q06.8 and Q06.9."""

    def act(parts: Parts) -> Parts:
        name, one = row_of(parts, "Q06.9")
        _, other = row_of(parts, "Q06.8")
        cells = [re.findall(rb"<c [^>]*?(?:/>|>.*?</c>)", row) for row in (one, other)]
        mine, its = cells[0][column], cells[1][column]
        values = [re.search(rb"<v>\d+</v>", cell)[0] for cell in (mine, its)]  # type: ignore[index]
        changed = {one: one.replace(mine, mine.replace(*values)), other: other.replace(its, its.replace(*values[::-1]))}
        sheet = parts[name]
        for old, new in changed.items():
            sheet = sheet.replace(old, new)
        assert sheet != parts[name]
        return {**parts, name: sheet}

    return act


def row_put(cells: str, before: bytes = b"") -> Twist:
    """Put texts into a row of their own: on top of everything, or behind the last row."""

    def act(parts: Parts) -> Parts:
        name, _ = row_of(parts, "Q06.9")
        last = max(int(one) for one in re.findall(rb'<row r="(\d+)"', parts[name])) + 3
        made = "".join(
            f'<c r="{letter}{last}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in zip("ABCDEFGH", cells.split("|"), strict=False)
            if text
        )
        return replaced(parts, name, b"</sheetData>", f'<row r="{last}">{made}</row></sheetData>'.encode())

    return act


many("text", {
    "the unit on the cover": text_twist("安康市汉滨区人民政府", "安康市汉阴县人民政府"),
    "the period in the line below the title": text_twist("2020年第三季度", "2020年第二季度"),
    "a note that says otherwise": text_twist("不需填写", "以192.40为准"),
    "the title of the form": text_twist("本文件为", "本文件不是"),
    "a head": text_twist("上年同期", "本期（以此为准）"),
    "two names exchanged": exchanged(0),
    "a note behind the table": row_put("氮氧化物减排量为192.40"),
    "a row without code": row_put("氮氧化物减排量|吨||192.40"),
    "a row of another item": row_put("某某减排量|吨|Q99.9||192.40"),
    "a column beside the table": over_table(lambda true, _: true.replace(b"</row>", re.sub(rb'<row r="(\d+)".*', rb'<c r="M\1"><v>192.4</v></c></row>', true, flags=re.DOTALL))),
})  # fmt: skip


@twist
def a_measure_of_a_factor(parts: Parts) -> Parts:
    name, row = row_of(parts, "Q06.9")
    cells = re.findall(rb'<c [^>]*t="s"><v>\d+</v></c>', row)
    new = re.sub(rb't="s"><v>\d+</v>', b't="inlineStr"><is><t>\xe4\xba\xbf\xe5\x90\xa8</t></is>', cells[1])
    return replaced(parts, name, cells[1], new)


@twist
def a_name_taken_away(parts: Parts) -> Parts:
    name, row = row_of(parts, "Q06.9")
    cell = re.findall(rb'<c [^>]*t="s"><v>\d+</v></c>', row)[0]
    return replaced(parts, name, row, row.replace(cell, b""))


@twist
def a_false_table_above_and_the_true_rows_hidden(parts: Parts) -> Parts:
    name, _ = row_of(parts, "Q06.9")
    rows = re.findall(rb"<row .*?</row>", parts[name], re.DOTALL)
    shift = len(rows) + 5

    def moved(row: bytes) -> bytes:
        down = re.sub(rb'(<row r=")(\d+)"', lambda m: m[1] + b'%d" hidden="1"' % (int(m[2]) + shift), row)
        return re.sub(rb'(<c r="[A-Z]+)(\d+)"', lambda m: m[1] + b'%d"' % (int(m[2]) + shift), down)

    false = [row.replace(b"182.4", b"192.4").replace(b"<v>", b"<v>") for row in rows]
    strings = parts[STRINGS].replace("代码<".encode(), "代\u200b码<".encode())
    sheet = parts[name].replace(b"".join(rows), b"".join([*false, *map(moved, rows)]))
    return {**parts, name: sheet, STRINGS: strings}


@twist
def the_true_sheet_hidden_and_a_false_one_beside_it(parts: Parts) -> Parts:
    name, cell, false = false_cell(parts)
    number = re.search(rb"sheet(\d+)", name.encode())[1]  # type: ignore[index]
    made = {**parts, "xl/worksheets/sheet99.xml": parts[name].replace(cell, false)}
    rel = b'<Relationship Id="rId99" Type="' + OFFICE + b'/worksheet" Target="worksheets/sheet99.xml"/></Relationships>'
    made = replaced(made, BOOK_RELS, b"</Relationships>", rel)
    type_ = b'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    made = replaced(made, TYPES, b"</Types>", type_)
    listed = re.search(rb'<sheet name="([^"]*)" sheetId="' + number + rb'" r:id="[^"]*"/>', made[BOOK])
    assert listed
    hidden = listed[0].replace(b"<sheet ", b'<sheet state="veryHidden" ').replace(listed[1], b"x")
    return replaced(made, BOOK, listed[0], b'<sheet name="' + listed[1] + b'" sheetId="99" r:id="rId99"/>' + hidden)


@twist
def two_workbook_parts(parts: Parts) -> Parts:
    name, cell, false = false_cell(parts)
    made = {**parts, "xl/other.xml": parts[BOOK], "xl/_rels/other.xml.rels": parts[BOOK_RELS].replace(name[3:].encode(), b"worksheets/sheet98.xml"),
            "xl/worksheets/sheet98.xml": parts[name].replace(cell, false)}  # fmt: skip
    types = b"".join(
        b'<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/>'
        % one
        for one in ((b"xl/other.xml", b"sheet.main"), (b"xl/worksheets/sheet98.xml", b"worksheet"))
    )
    made = replaced(made, TYPES, b"</Types>", types + b"</Types>")
    return replaced(made, ROOT_RELS, b'Target="xl/workbook.xml"', b'Target="xl/other.xml"')


def second_part(kind: bytes, part: str, change: tuple[bytes, bytes]) -> Twist:
    """A second part of a kind that relationships lead to; the usual name holds the true one."""

    def act(parts: Parts) -> Parts:
        other = part.replace(".xml", "2.xml")
        made = {**parts, other: parts[part].replace(*change)}
        named = b'<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/></Types>'
        made = replaced(made, TYPES, b"</Types>", named % (other.encode(), kind))
        return replaced(made, BOOK_RELS, b'Target="%s"' % part[3:].encode(), b'Target="%s"' % other[3:].encode())

    return act


many("two parts", {
    "of strings": second_part(b"sharedStrings", STRINGS, ("氮".encode(), "碳".encode())),
    "of styles": second_part(b"styles", STYLES, (b'formatCode="0.0', b'formatCode="&quot;192&quot;0.0')),
})  # fmt: skip


@twist
def a_relationship_id_twice(parts: Parts) -> Parts:
    name, cell, false = false_cell(parts)
    made = {**parts, "xl/worksheets/sheet97.xml": parts[name].replace(cell, false)}
    true = re.search(rb'<Relationship Id="(rId\d+)"[^>]*Target="' + name[3:].encode() + rb'"/>', parts[BOOK_RELS])
    assert true
    other = true[0].replace(name[3:].encode(), b"worksheets/sheet97.xml")
    made = replaced(made, BOOK_RELS, true[0], other + true[0])
    named = b'<Override PartName="/xl/worksheets/sheet97.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    return replaced(made, TYPES, b"</Types>", named)


def commented(part: str, holder: bytes) -> Twist:
    """The true content in a comment, in front of a false one."""

    def act(parts: Parts) -> Parts:
        xml = parts[part]
        start, end = xml.index(b"<" + holder), xml.rindex(b"</" + holder + b">") + len(holder) + 3
        inside = xml[start:end]
        return {
            **parts,
            part: xml[:start] + b"<!--" + inside + b"-->" + inside.replace("氮".encode(), "碳".encode()) + xml[end:],
        }

    return act


many(
    "true content in a comment",
    {
        "strings": commented(STRINGS, b"sst"),
        "sheets": commented(BOOK, b"sheets"),
        "styles": commented(STYLES, b"cellXfs"),
    },
)


def with_entity(part: str) -> Twist:
    def act(parts: Parts) -> Parts:
        head, xml = parts[part].split(b"?>", 1)
        root = re.match(rb"\s*<([\w:]+)", xml)
        assert root
        return {**parts, part: head + b"?><!DOCTYPE " + root[1] + b' [<!ENTITY a "192.40">]>' + xml}

    return act


many(
    "document type in",
    {
        part: with_entity(part)
        for part in (
            STRINGS,
            STYLES,
            BOOK,
            BOOK_RELS,
            ROOT_RELS,
            TYPES,
            "docProps/core.xml",
            "docProps/app.xml",
            "xl/worksheets/sheet2.xml",
        )
    },
)


@twist
def strings_in_another_encoding(parts: Parts) -> Parts:
    text = parts[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return {**parts, STRINGS: text.encode("utf-16")}


@twist
def strings_in_a_seven_bit_encoding(parts: Parts) -> Parts:
    return {**parts, STRINGS: parts[STRINGS].replace(b'encoding="UTF-8"', b'encoding="UTF-7"')}


@twist
def two_hundred_thousand_attributes(parts: Parts) -> Parts:
    more = b"".join(b' a%d="1"' % n for n in range(200_000))
    return replaced(parts, STYLES, b"<styleSheet ", b"<styleSheet" + more + b" ")


def related(name: str, kind: bytes, target: bytes, mode: bytes = b"") -> Twist:
    """A sheet part with one more relationship."""

    def act(parts: Parts) -> Parts:
        sheet = sheet_with(parts, "Q06.9")
        path = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
        rel = b'<Relationship Id="rId9" Type="%s/%s" Target="%s"%s/>' % (OFFICE, kind, target, mode)
        rels = (
            b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        )
        return {**parts, path: rels + rel + b"</Relationships>", f"xl/{name}": b"<a/>"}

    return act


many("related", {
    "a drawing over the cells": related("drawings/drawing1.xml", b"drawing", b"../drawings/drawing1.xml"),
    "a query": related("queryTables/queryTable1.xml", b"queryTable", b"../queryTables/queryTable1.xml"),
    "a table": related("tables/table1.xml", b"table", b"../tables/table1.xml"),
    "a pivot": related("pivotTables/pivotTable1.xml", b"pivotTable", b"../pivotTables/pivotTable1.xml"),
    "a picture from outside": related("x.xml", b"image", b"http://example.org/a.png", b' TargetMode="External"'),
    "something nobody knows": related("x.xml", b"whatever", b"../x.xml"),
})  # fmt: skip


@twist
def a_connection_to_a_database(parts: Parts) -> Parts:
    rel = b'<Relationship Id="rId77" Type="' + OFFICE + b'/connections" Target="connections.xml"/></Relationships>'
    return replaced({**parts, "xl/connections.xml": b"<connections/>"}, BOOK_RELS, b"</Relationships>", rel)


def zipped_with(change: Callable[[bytes], bytes]) -> Twist:
    return lambda parts: change(packed(parts))


def twice_in_zip(parts: Parts) -> bytes:
    name, cell, false = false_cell(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
        package.writestr(name.replace("sheet", "Sheet"), parts[name].replace(cell, false))
    return out.getvalue()


def nul_in_name(parts: Parts) -> bytes:
    name, cell, false = false_cell(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
        package.writestr(name + "#x", parts[name].replace(cell, false))
    return out.getvalue().replace(name.encode() + b"#x", name.encode() + b"\0x")


many("zip", {
    "another whole book in front": lambda parts: packed(parts) + packed({**parts}),
    "bytes behind the end": zipped_with(lambda file: file + b"192.40"),
    "bytes in front": zipped_with(lambda file: b"192.40" + file),
    "a name twice in other letters": twice_in_zip,
    "a NUL in a name": nul_in_name,
    "a comment": zipped_with(lambda file: file[:-2] + b"\x05\x00hello"),
})  # fmt: skip


__all__ = ["TWISTS"]
