"""Twists of rows, sheets and parts of the package: exchanged, hidden, doubled, or said in another encoding."""

import re

from tests.forms.guards.sealed_books import Parts, Twist, replaced, row_of, sheet_with
from tests.forms.guards.twisted.twisted_cells import over_table, text_twist
from tests.forms.guards.twisted.twists import (
    BOOK,
    BOOK_RELS,
    OFFICE,
    ROOT_RELS,
    STRINGS,
    STYLES,
    TWISTS,
    TYPES,
    false_cell,
    many,
    twist,
)


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


__all__ = ["TWISTS"]
