"""Guards: what a file is, and which packages and books are never opened."""

import io
import os
import struct
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from forms.guards.guards import bytes_within, foreign_package, guard_size, read_package, sniff
from forms.seals.data_seal import seal
from forms.seals.xlsx.seal import seal_workbook
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.seals.sealing import AT, book, flipped, pages, unit

SHEET = "xl/worksheets/sheet1.xml"
BOMB = "file_bomb"


def refusal(act: Callable[[bytes], object], content: bytes) -> str:
    with pytest.raises(AppError) as refused:
        act(content)
    assert sentence(refused.value).endswith("。")
    return refused.value.code


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, method)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def resaved() -> bytes:
    """A return that went through another program, with what such programs add."""
    other = load_workbook(io.BytesIO(book()))
    sheet = other["A1 大气"]
    sheet["F1"].hyperlink = "https://example.org/"
    sheet["F2"].comment = Comment("已核", "办公室")
    sheet["XFD1048576"].value = None
    out = io.BytesIO()
    other.save(out)
    return out.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes], base: bytes | None = None) -> bytes:
    held = parts_of(base or resaved())
    before = held.get(name, b"")
    held[name] = change(before)
    assert held[name] != before
    return zipped(held)


def in_sheet(inside: bytes) -> bytes:
    return with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", inside + b"</sheetData>", 1))


def after_cells(inside: bytes) -> bytes:
    return with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + inside, 1))


def related(kind: str, target: str = "x.xml", mode: str = "") -> bytes:
    """The book with one more relationship of its workbook, written as no usual program would, to hide it."""
    extra = f"<Relationship Id='evil' Type='{kind}' Target='{target}' {mode}/></Relationships>".encode()
    return with_part("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", extra))


def test_files_are_known_by_their_content() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert sniff(pages()) == "pdf" and sniff(b"\xef\xbb\xbf\n" + pages()) == "pdf"
    assert sniff(book()) == sniff(resaved()) == "xlsx"
    assert sniff(ole) == "xls" and sniff(ole + "ETExtData".encode("utf-16-le")) == "et"
    assert sniff(zipped({"a.pdf": pages()})) == "zip" and sniff(b"PK\x03\x04 cut") == "cut"
    for name, shape in {
        "OFD.xml": "ofd",
        "word/document.xml": "docx",
        "xl/workbook.xml": "cut",
        "a.pdf": "cut",
    }.items():
        whole = zipped({"[Content_Types].xml": b"<a/>", name: b"<a/>" * 40})
        assert sniff(whole) == {"xl/workbook.xml": "xlsx", "a.pdf": "zip"}.get(name, shape)
        assert sniff(whole[:-30]) == shape, "a damaged file is still called what it is"
        directory = whole.replace(b"PK\x01\x02", b"PK\0\0")
        assert sniff(directory) == (shape if name != "a.pdf" else "zip")
    assert sniff(b"Rar!\x1a\x07\x01\0") == "rar" and sniff(b"7z\xbc\xaf\x27\x1c\0\4") == "7z"
    assert sniff(b"\x89PNG\r\n\x1a\n") == sniff(b"\xff\xd8\xff\xe0") == "image"
    assert sniff(b"") == "empty"
    assert sniff(b"hello") == sniff(b"<html>") == sniff(seal(b"", unit(), AT)) == "other"


def test_a_file_beyond_the_limit_or_empty_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "报表.pdf"
    path.write_bytes(bytes(100))
    assert guard_size(path, 100) == bytes_within(path, 100) == bytes(100)
    assert bytes_within(path, 99) is None
    with pytest.raises(AppError) as refused:
        guard_size(path, 99)
    assert refused.value.code == "file_too_large" and "报表.pdf" in sentence(refused.value)
    path.write_bytes(b"")
    with pytest.raises(AppError) as refused:
        guard_size(path, 99)
    assert refused.value.code == "file_empty"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="a file that cannot tell its size is one of POSIX")
def test_a_file_that_cannot_tell_its_size_is_read_to_its_end_and_no_further_than_the_limit() -> None:
    for limit, found in ((100, bytes(100)), (99, None)):
        reader, writer = os.pipe()  # what a shell hands over
        os.write(writer, bytes(100))
        os.close(writer)
        assert bytes_within(Path(f"/dev/fd/{reader}"), limit) == found
        os.close(reader)


def test_packages_of_our_writers_are_read_part_by_part() -> None:
    assert {f"/{name}": part for name, part in parts_of(book()).items()} == read_package(book())
    assert "/_xmlsignatures/sig1.xml" in read_package(seal_workbook(book(), unit(), AT))


def test_no_changed_byte_of_a_package_gives_other_parts() -> None:
    content = zipped({"a.xml": b"<a>182.40</a>" * 3, "b/c.xml": b"<b/>"})
    whole = read_package(content)
    noticed = 0
    for place in range(len(content)):
        try:
            assert read_package(flipped(content, place)) == whole
        except AppError:
            noticed += 1
    assert len(content) - noticed <= 2 * 13  # two headers' maker and attributes, which say nothing about the content


def test_nothing_can_be_hidden_in_a_package() -> None:
    content = book()
    first = content.index(b"PK\x03\x04", 10)
    start = int.from_bytes(content[-6:-2], "little")
    moved = content[:-6] + struct.pack("<L", start + 5) + content[-2:]
    for bad in (
        content + b"\n", b"#!" + content, content[:-2] + b"\x05\0hello", content[:first] + b"hello" + content[first:],
        content[:start] + b"hello" + content[start:-6] + moved[-6:], content[:-1], content[:start], b"", b"PK\x05\x06" + bytes(17),
        content + content,
    ):  # fmt: skip
        assert refusal(read_package, bad) == "file_not_readable"


@pytest.mark.parametrize(
    "names",
    [("a.xml", "a.xml"), ("a.xml", "A.XML"), ("../a.xml",), ("/a.xml",), ("a\\b.xml",), ("c:a.xml",), ("a//b.xml",),
     ("a/./b.xml",), ("a/",), ("%2e.xml",), ("a\nb.xml",)],
)  # fmt: skip
def test_a_package_with_such_names_is_refused(names: tuple[str, ...]) -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"" if name.endswith("/") else b"<a/>")
    assert refusal(read_package, out.getvalue()) == "file_not_readable"


def test_two_headers_of_an_entry_must_agree() -> None:
    content = zipped({"a.xml": b"<a>1</a>", "b.xml": b"<b>2</b>"}, zipfile.ZIP_STORED)
    assert refusal(read_package, content.replace(b"a.xml", b"c.xml", 1)) == "file_not_readable"
    assert refusal(read_package, content.replace(b"<a>1</a>", b"<a>9</a>", 1)) == "file_not_readable"
    descriptor = content[:6] + b"\x08" + content[7:]
    assert refusal(read_package, descriptor) == "file_not_readable"


def test_something_behind_the_end_of_a_compressed_part_is_refused() -> None:
    part, packer = b"<a>1</a>" * 50, zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(part) + packer.flush() + b"hidden"
    about = struct.pack("<5H3L", 20, 0, 8, 0, 33, zlib.crc32(part), len(packed), len(part))
    local = b"PK\x03\x04" + about + struct.pack("<2H", 5, 0) + b"a.xml" + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<5H2L", 5, 0, 0, 0, 0, 0, 0) + b"a.xml"
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local), 0)
    assert refusal(read_package, local + central + end) == "file_not_readable"


@pytest.mark.parametrize("act", [read_package, foreign_package])
def test_bombs_are_refused_before_they_are_inflated(act: Callable[[bytes], object]) -> None:
    bomb = zipped({SHEET: bytes(40 << 20)})
    many = zipped({f"xl/p{number}.xml": b"<a/>" for number in range(700)}, zipfile.ZIP_STORED)
    tracemalloc.start()
    assert refusal(act, bomb) == BOMB and refusal(act, many) == BOMB
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 << 20


def test_books_saved_by_other_programs_may_be_opened() -> None:
    for content in (book(), resaved(), seal_workbook(book(), unit(), AT)):
        foreign_package(content)
    foreign_package(with_part("xl/media/图片1.png", lambda _: b"\x89PNG"))
    foreign_package(in_sheet(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'))


@pytest.mark.parametrize("inside", [
    b"<row r='99999999'/>", b"<row r='1'><c r = 'AAAA1'/></row>", b"<row><c r='A99999999'/></row>",
    b'<row r="1"><c r="XFE1"/></row>', b"<row r='1' ><c r='A1048577'/></row>", b"<row r='-1'/>", b"<row r='1'><c r=''/></row>",
    b"<row>" * 70 + b"</row>" * 70,
])  # fmt: skip
def test_impossible_addresses_are_refused(inside: bytes) -> None:
    assert refusal(foreign_package, in_sheet(inside)) == BOMB


@pytest.mark.parametrize("inside", [
    b"<mergeCells><mergeCell ref='A1:XFD100000'/></mergeCells>", b"<mergeCells><mergeCell ref = \"$A$1:$XFD$9\"/></mergeCells>",
    b"<mergeCells>" + b"<mergeCell ref='A1:A20000'/>" * 11 + b"</mergeCells>", b"<hyperlinks><hyperlink ref='A1:XFD999'/></hyperlinks>",
    b"<mergeCells><mergeCell ref='A1:B2:C3'/></mergeCells>", b"<cols>" + b"<col/>" * 100_001 + b"</cols>",
])  # fmt: skip
def test_what_covers_too_many_cells_is_refused(inside: bytes) -> None:
    assert refusal(foreign_package, after_cells(inside)) == BOMB


def test_a_comment_on_a_range_and_a_utf16_part_do_not_slip_through() -> None:
    name = next(name for name in parts_of(resaved()) if "comment" in name and name.endswith(".xml"))
    wide = with_part(name, lambda xml: xml.replace(b'ref="F2"', b'ref="A1:XFD1048576"'))
    assert refusal(foreign_package, wide) == BOMB
    evil = '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row r="9999999"/></sheetData></worksheet>'
    assert refusal(foreign_package, with_part(SHEET, lambda _: evil.encode("utf-16"))) == BOMB


def test_document_types_and_broken_xml_are_refused() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    for bad in (lol, lol.decode().encode("utf-16"), b"<a", b"", b"<a>\x00</a>"):
        assert refusal(foreign_package, with_part("xl/theme/theme1.xml", lambda _, bad=bad: bad)) == "file_not_readable"  # type: ignore[misc]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_links_to_elsewhere_are_refused_but_a_hyperlink_is_not() -> None:
    outside = "TargetMode = 'External'"
    assert refusal(foreign_package, related(f"{OFFICE}/externalLink")) == "file_has_external_links"
    assert (
        refusal(foreign_package, related(f"{OFFICE}/image", "http://example.org/a.png", outside))
        == "file_has_external_links"
    )
    assert (
        refusal(foreign_package, related(f"{OFFICE}/worksheet", "//host/x.xml", outside)) == "file_has_external_links"
    )
    assert (
        refusal(foreign_package, with_part("xl/externalLinks/externalLink1.xml", lambda _: b"<a/>"))
        == "file_has_external_links"
    )
    foreign_package(related(f"{OFFICE}/hyperlink", "http://example.org/", outside))


def test_macros_and_embedded_objects_are_refused_under_any_name() -> None:
    for name in ("xl/vbaProject.bin", "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml"):
        assert refusal(foreign_package, with_part(name, lambda _: b"<a/>")) == "file_has_macros"
    assert (
        refusal(foreign_package, related("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a.xml"))
        == "file_has_macros"
    )
    assert refusal(foreign_package, related(f"{OFFICE}/oleObject", "a.xml")) == "file_has_macros"
    macro = with_part(
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
    )
    assert refusal(foreign_package, macro) == "file_has_macros"


def test_xml_under_another_name_is_refused() -> None:
    assert refusal(foreign_package, related(f"{OFFICE}/worksheet", "worksheets/sheet9.bin")) == "file_saved_elsewhere"
    typed = b'<Override PartName="/xl/s.bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    assert (
        refusal(foreign_package, with_part("[Content_Types].xml", lambda xml: xml.replace(b"</Types>", typed)))
        == "file_not_readable"
    )


def test_what_another_program_has_put_in_is_called_what_it_is() -> None:
    """A book somebody added a data model to, or saved in an office suite on the web, was called damaged."""
    assert refusal(foreign_package, related(f"{OFFICE}/powerPivotData", "model/item.data")) == "file_has_model"
    metadata = "http://customschemas.google.com/relationships/workbookmetadata"
    assert refusal(foreign_package, related(metadata, "metadata")) == "file_saved_elsewhere"
    parts = parts_of(resaved())
    assert (
        refusal(foreign_package, zipped({n.replace("/", "\\"): p for n, p in parts.items()})) == "file_saved_elsewhere"
    )
    for wrong in ("xl\\..\\a.xml", "c:\\a.xml", "\\\\host\\a.xml"):
        assert refusal(foreign_package, zipped({**parts, wrong: b"<a/>"})) == "file_not_readable"
    for kind, code in ((0x7075, "file_saved_elsewhere"), (0x9901, "file_has_password")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            (info := zipfile.ZipInfo("xl/workbook.xml")).extra = struct.pack("<2HB", kind, 1, 1)
            archive.writestr(info, b"<a/>")
        assert refusal(foreign_package, out.getvalue()) == code


def test_no_hostile_zip_stops_the_guards() -> None:
    content = zipped(parts_of(resaved()))
    for place in range(0, len(content), 173):
        for act in (read_package, foreign_package):
            try:
                act(flipped(content, place))
            except AppError as error:
                assert sentence(error)
    for bad in (b"", b"PK", content[:500], content[500:]):
        assert refusal(foreign_package, bad) == "file_not_readable"
