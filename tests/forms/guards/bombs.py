"""Files that are small on the disk and large for whoever reads them; each made from nothing or from a sealed book."""

import io
import zipfile
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, county_book, row_of, unsigned

BOOK, STYLES, STRINGS, TYPES = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
BOMBS: dict[str, Callable[[], bytes]] = {}


def bomb(function: Callable[[], bytes]) -> Callable[[], bytes]:
    """Take up a bomb under the name of its function."""
    BOMBS[function.__name__] = function
    return function


def deflated(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    parts = unsigned(county_book())
    name, _ = row_of(parts, "Q06.9")
    assert old in parts[name]
    return deflated({**parts, name: parts[name].replace(old, new, 1)})


def in_part(part: str, old: bytes, new: bytes) -> bytes:
    parts = unsigned(county_book())
    assert old in parts[part]
    return deflated({**parts, part: parts[part].replace(old, new, 1)})


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its root; it says that it is signed."""
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + trailer % (size, table, size, len(body)) + b"\n%/ByteRange"


@bomb
def a_ladder_of_form_fields() -> bytes:
    """Both branches of each step lead to the next one: 3 KB, 2 to the 40th fields."""
    steps = [b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (n + 1, n + 1) for n in range(3, 43)]
    return pdf(b"<</AcroForm<</Fields[3 0 R]>>/Pages 2 0 R>>", b"<</Kids[]/Count 0>>", *steps, b"<</T(a)/FT/Sig>>")


@bomb
def a_ladder_of_pages() -> bytes:
    steps = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]>>" % (n + 1, n + 1) for n in range(2, 42)]
    return pdf(b"<</Pages 2 0 R>>", *steps, b"<</Type/Page>>")


@bomb
def a_field_that_holds_itself() -> bytes:
    return pdf(b"<</AcroForm<</Fields[3 0 R]>>/Pages 2 0 R>>", b"<</Kids[]/Count 0>>", b"<</T(a)/Kids[3 0 R]>>")


@bomb
def one_field_a_hundred_thousand_times() -> bytes:
    fields = b"<</AcroForm<</Fields[%s]>>/Pages 2 0 R>>" % (b"3 0 R " * 100_000)
    return pdf(fields, b"<</Kids[]/Count 0>>", b"<</T(a)/FT/Sig>>")


@bomb
def arrays_in_arrays() -> bytes:
    return pdf(b"<</AcroForm<</Fields" + b"[" * 50_000 + b"]" * 50_000 + b">>/Pages 2 0 R>>", b"<</Kids[]>>")


@bomb
def a_number_format_of_six_million_signs() -> bytes:
    return in_part(
        STYLES,
        b"</styleSheet>",
        b'<numFmts><numFmt numFmtId="299" formatCode="%s"/></numFmts></styleSheet>' % (b"#,0" * 2_000_000),
    )


@bomb
def many_number_formats() -> bytes:
    one = b"".join(b'<numFmt numFmtId="%d" formatCode="0"/>' % n for n in range(300, 60_000))
    return in_part(STYLES, b"<fonts", b"<numFmts>" + one + b"</numFmts><fonts")


@bomb
def nine_hundred_thousand_empty_cells() -> bytes:
    return in_sheet(
        b"</sheetData>",
        b"".join(b'<row r="%d">%s</row>' % (n, b"<c/>" * 900) for n in range(5_000, 6_000)) + b"</sheetData>",
    )


@bomb
def a_million_strings_and_more() -> bytes:
    return in_part(STRINGS, b"</sst>", b"<si><t>a</t></si>" * 1_200_000 + b"</sst>")


@bomb
def rows_without_end() -> bytes:
    return in_sheet(b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(5_000, 240_000)) + b"</sheetData>")


@bomb
def a_rule_for_two_hundred_thousand_places() -> bytes:
    places = b" ".join(b"A%d" % n for n in range(1, 200_001))
    rule = b'<conditionalFormatting sqref="%s"/>' % places
    return in_sheet(b"<printOptions", rule + b"<printOptions")


@bomb
def forty_thousand_rules() -> bytes:
    return in_sheet(b"<printOptions", b'<conditionalFormatting sqref="A1"/>' * 40_000 + b"<printOptions")


@bomb
def a_validation_of_two_hundred_thousand_places() -> bytes:
    places = b" ".join(b"A%d" % n for n in range(1, 200_001))
    rule = b'<dataValidations><dataValidation sqref="%s"/></dataValidations>' % places
    return in_sheet(b"<printOptions", rule + b"<printOptions")


@bomb
def columns_without_end() -> bytes:
    return in_sheet(b"<cols>", b"<cols>" + b'<col min="1" max="16384" width="9"/>' * 30_000)


@bomb
def a_merge_over_everything() -> bytes:
    return in_sheet(b"<printOptions", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><printOptions')


@bomb
def elements_in_elements() -> bytes:
    return in_sheet(b"</sheetData>", b"</sheetData>" + b"<extLst>" * 5_000 + b"</extLst>" * 5_000)


@bomb
def a_part_of_zeros() -> bytes:
    return deflated({**unsigned(county_book()), "xl/worksheets/sheet1.xml": bytes(60 << 20)})


@bomb
def a_directory_of_ten_thousand_names() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", b"")
        for number in range(10_000):
            package.writestr(f"a{number}", b"")
    return out.getvalue()


@bomb
def a_number_of_a_million_digits() -> bytes:
    return in_sheet(b"<v>182.4</v>", b"<v>" + b"1" * 1_000_000 + b"</v>")


@bomb
def a_number_with_a_huge_exponent() -> bytes:
    return in_sheet(b"<v>182.4</v>", b"<v>1e999999999</v>")
