"""Books as people and other programs make them: one builder for each oddity, all from a small workbook of openpyxl."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

HEADS = ["代码", "指标名称", "本期数值"]
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def book(
    rows: Sequence[Sequence[Any]], title: str = "Sheet1", touch: Callable[[Worksheet], None] | None = None
) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if touch:
        touch(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def figure(value: Any, form: str) -> bytes:
    """A table with one figure in a format."""

    def dress(sheet: Worksheet) -> None:
        sheet["C2"].number_format = form

    return book([HEADS, ["Q06.1", "人工造林", value]], touch=dress)


def repacked(
    content: bytes,
    changed: Mapping[str, Callable[[bytes], bytes]] | None = None,
    added: Mapping[str, bytes] | None = None,
    named: Callable[[str], str] = str,
    every: Callable[[bytes], bytes] = bytes,
) -> bytes:
    """The same book with parts changed, added or called otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = (changed or {}).get(name, bytes)(old.read(name))
            info = zipfile.ZipInfo(name)
            info.filename = named(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, every(part))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def plain() -> bytes:
    """A table with one ordinary figure."""
    return book([HEADS, ["Q06.1", "人工造林", 1.2]])


def strict() -> bytes:
    """The table as Excel saves it under 严格 Open XML."""

    def strictly(part: bytes) -> bytes:
        for loose, tight in STRICT.items():
            part = part.replace(loose, tight)
        return part

    return repacked(plain(), every=strictly)


def formatted_down(rows: int) -> bytes:
    """The table with empty formatted rows below it."""
    empty = b"".join(b'<row r="%d" ht="15" customHeight="1"><c r="A%d" s="0"/></row>' % (n, n) for n in range(9, rows))
    sheet = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"</sheetData>", empty + b"</sheetData>")}
    return repacked(plain(), sheet)


def of_1904(value: float) -> bytes:
    """A register of power stations from a workbook that counts its days from 1904, the day without a format."""
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    for row in (["电站", "县区", "装机", "并网日期"], ["一号", "汉滨区", 300, value]):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def encrypted() -> bytes:
    """What begins as a workbook under an opening password does: an old container with one stream's name."""
    return old_office("EncryptedPackage")


def old_office(*streams: str) -> bytes:
    """What an old office file begins with, and the names of its streams as its directory has them."""
    told = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + told + bytes(512)
