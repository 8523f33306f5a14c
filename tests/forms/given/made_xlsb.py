"""Binary workbooks (.xlsb, [MS-XLSB]) of one sheet, written record by record: nothing we have writes one."""

import io
import struct
import zipfile
from collections.abc import Sequence

DAY_FORMAT = 14
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(**targets: tuple[str, str]) -> str:
    lines = "".join(f'<Relationship Id="{n}" Type="{_OFFICE}/{k}" Target="{t}"/>' for n, (k, t) in targets.items())
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, length = len(content), b""
    while True:
        length += bytes([size & 127 | (128 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + content


def _text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb(rows: Sequence[Sequence[str | float | bytes | tuple[float]]], *, date_1904: bool) -> bytes:
    """Return a workbook of texts and figures; a figure in brackets is formatted as a day, bytes are what an error says.

    One byte is the error of a cell, two that of a formula.
    """
    cells = b""
    for y, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHHBII", y, 0, 300, 0, 0, 1, 0) + struct.pack("<I", len(row) - 1))
        for x, one in enumerate(row):
            style = 1 if isinstance(one, tuple) else 0
            head = struct.pack("<II", x, style)
            if isinstance(one, bytes):
                formula = struct.pack("<HII", 0, 0, 0) if len(one) > 1 else b""
                cells += _record(11 if formula else 3, head + one[:1] + formula)
            elif isinstance(one, str):
                cells += _record(6, head + _text(one))
            else:
                cells += _record(5, head + struct.pack("<d", one[0] if isinstance(one, tuple) else one))
    wide = max(map(len, rows))
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, wide - 1))
    sheet += _record(145) + cells + _record(146) + _record(130)
    book = _record(131) + _record(153, struct.pack("<II", int(date_1904), 0) + _text(""))
    book += _record(143) + _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Sheet1")) + _record(144)
    book += _record(132)
    looks = b"".join(_record(47, struct.pack("<HHHHHHI", 0, code, 0, 0, 0, 0, 0)) for code in (0, DAY_FORMAT))
    styles = _record(278) + _record(617, struct.pack("<I", 2)) + looks + _record(618) + _record(279)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(rId1=("officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _relations(
            rId1=("worksheet", "worksheets/sheet1.bin"), rId2=("styles", "styles.bin")
        ),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
