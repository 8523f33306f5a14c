"""A sheet that is not written just as our writer does is not read as one of ours, whatever other programs make of it."""

import re
from dataclasses import replace
from functools import cache

import pytest

from forms.book.grid import FlatSheet
from forms.book.shown import ShownPage
from forms.book.text import LONG, is_printable
from forms.book_reading.strict import NotOurs, strict_sheets
from forms.guards.guards import read_package
from forms.workbook.seal_page import pieces_of
from forms.workbook.shown import ShownWorkbook
from tests.forms.sample_return import book_of, county


@cache
def parts() -> dict[str, bytes]:
    return {name[1:]: part for name, part in read_package(book_of(county())[1]).items()}


FIGURE = re.compile(rb'<c r="([A-Z]+)(\d+)" s="\d+"><v>(\d+\.\d+)</v></c>')
TEXT = re.compile(rb'<c r="([A-Z]+)(\d+)" s="\d+" t="s"><v>(\d+)</v></c>')


def changed(cell: re.Pattern[bytes], old: bytes, new: bytes) -> dict[str, bytes]:
    """The parts with one cell of a table, which names column `C`, row `7` and value `V`, spelled otherwise."""
    name = next(name for name in sorted(parts()) if name.startswith("xl/worksheets/") and FIGURE.search(parts()[name]))
    found = cell.search(parts()[name], parts()[name].index(b'<row r="7"'))
    assert found is not None
    column, row, value = found.groups()
    for sign, said in ((b"C", column), (b"7", row), (b"V", value)):
        old, new = old.replace(sign, said), new.replace(sign, said)
    assert old in found[0]
    return {**parts(), name: parts()[name].replace(found[0], found[0].replace(old, new), 1)}


def test_the_book_itself_is_ours() -> None:
    assert strict_sheets(changed(FIGURE, b"V", b"V"))


@pytest.mark.parametrize(("old", "new"), [
    (b'r="C7"', b'r="C8"'), (b'r="C7"', b'r="C#"'), (b'r="C7"', b'r="C07"'), (b"<v>V</v>", b"<v/>"), (b"<v>V</v>", b""),
    (b"<v>V</v>", b"<v></v>"), (b"<v>V</v>", b"<v>V</v><v>V</v>"), (b"<v>V</v>", b"<v>V<v>V</v></v>"),
    (b"<v>V</v>", b" <v>V</v>"), (b"<v>V</v>", b"<v >V</v>"), (b"<v>V", b"<v> V"), (b"V</v>", b"V </v>"), (b"<v>V", b"<v>+V"),
    (b"</c>", b"</c>x"), (b"</c>", b"</c></row><row>"), (b"</c>", b"</c></row> "), (b"<c r", b"<c  r"),
])  # fmt: skip
@pytest.mark.parametrize("cell", [FIGURE, TEXT], ids=["figure", "text"])
def test_another_spelling_of_a_cell_is_not_ours(cell: re.Pattern[bytes], old: bytes, new: bytes) -> None:
    with pytest.raises(NotOurs):
        strict_sheets(changed(cell, old, new))


@pytest.mark.parametrize("value", [b"0V", b"V_0", b"1234567", b"-1", b"\xef\xbc\x91", b"#"])
def test_a_text_is_named_by_its_number_in_one_spelling(value: bytes) -> None:
    with pytest.raises(NotOurs):
        strict_sheets(changed(TEXT, b"<v>V</v>", b"<v>" + value + b"</v>"))


@pytest.mark.parametrize("value", [b"1,5", b"1" * 41, b"\xef\xbc\x91", b"0x1F", b"NaN", b"#", b"1_000", b"1;5"])
def test_a_figure_is_written_in_digits(value: bytes) -> None:
    with pytest.raises(NotOurs):
        strict_sheets(changed(FIGURE, b"<v>V</v>", b"<v>" + value + b"</v>"))


def test_a_long_text_holds_what_a_short_one_may() -> None:
    for sign in map(chr, range(0x180)):
        assert is_printable("x" * LONG + sign) is is_printable(sign), repr(sign)


def test_a_page_of_long_and_short_texts_shows_each_as_a_sheet_can_hold_it() -> None:
    page = ShownPage("甲", "甲", [])
    long = "a" * LONG
    page.row(["短\r\n文", f"{long}\r{long}", long, "e\u0301", "\x01"])
    assert page.sheet(frozenset()).grid().rows[2] == {1: "短\n文", 2: f"{long}\n{long}", 3: long, 4: "é"}


STRINGS = "xl/sharedStrings.xml"


@pytest.mark.parametrize(("old", "new"), [
    (b' uniqueCount="', b' UniqueCount="'), (b"<si><t>", b"<si><t >"), (b"<si><t>", b"<si><r><t>"), (b"</sst>", b"</sst> "),
    (b"</sst>", b"<!-- --></sst>"), (b"</sst>", b"<si/></sst>"), (b"</t></si>", b"</t>\n</si>"),
    (b"<si><t>", b"<si><t>\xff"), (b"</t></si>", b"</t><rPh/></si>"), (b"</t></si>", b"></t></si>"), (b"</t></si>", b"<</t></si>"),
    (b'encoding="UTF-8"', b'encoding="GB2312"'),
])  # fmt: skip
def test_another_spelling_of_the_texts_is_not_ours(old: bytes, new: bytes) -> None:
    assert old in parts()[STRINGS]
    with pytest.raises(NotOurs):
        strict_sheets({**parts(), STRINGS: parts()[STRINGS].replace(old, new, 1)})


@pytest.mark.parametrize("old", [b"<oddFooter>", b"</oddFooter>", b"<sheetProtection ", b"<pageMargins "])
@pytest.mark.parametrize("new", [b"<!---->", b"<?x?>", b"\xff", b"<!DOCTYPE x>", b"&#1;"])
def test_what_stands_around_a_table_is_xml_that_all_read_alike(old: bytes, new: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    assert old in parts()[name]
    with pytest.raises(NotOurs):
        strict_sheets({**parts(), name: parts()[name].replace(old, new + old, 1)})


def seal_sheet() -> FlatSheet:
    return strict_sheets(parts())[-1]


def test_the_pieces_of_a_seal_are_read_as_every_sheet_is() -> None:
    shown = ShownWorkbook()
    shown.read(seal_sheet().grid())
    assert [pieces_of(seal_sheet())] == shown.seals


@pytest.mark.parametrize(("old", "new"), [
    ("序号", "序"), ("1", ""), ("1", " "), ("1", "２"), ("1", "1234567"), ("2", "1"), ("表单格式", "\u3000"),
])  # fmt: skip
def test_a_seal_sheet_of_another_layout_is_read_as_every_sheet_is(old: str, new: str) -> None:
    sheet = seal_sheet()
    place = max(n for n, text in enumerate(sheet.texts) if text == old) if old in sheet.texts else 5
    texts = [*sheet.texts]
    texts[place] = new
    assert pieces_of(replace(sheet, texts=texts)) is None
    assert pieces_of(replace(sheet, lines=(*sheet.lines[:3], (9, (1,)), *sheet.lines[4:]))) is None
