"""Workbook seal: valid as sealed, absent when nobody sealed, broken by every attack that stock verifiers let pass."""

import base64
import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from openpyxl import load_workbook

from forms.guards.guards import read_package
from forms.seals.keys import keys
from forms.seals.xlsx import opc
from forms.seals.xlsx.seal import SealedWorkbook, seal_workbook, workbook_seal_state
from models.basics.errors import AppError
from tests.forms.seals.sealing import AT, book, flipped, newcomer, office, unit

SHEET, SIGNATURE = "/xl/worksheets/sheet2.xml", "/_xmlsignatures/sig1.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
Parts = dict[str, bytes]


@cache
def sealed() -> bytes:
    return seal_workbook(book(), unit(), AT)


def changed(edit: Callable[[Parts], object], base: bytes | None = None) -> bytes:
    parts = dict(read_package(base or sealed()))
    before = dict(parts)
    edit(parts)
    assert parts != before
    return opc.zipped(parts)


def replaced(part: str, old: bytes | str, new: bytes | str) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        was, now = (text.encode() if isinstance(text, str) else text for text in (old, new))
        assert was in parts[part]
        parts[part] = parts[part].replace(was, now, 1)

    return edit


def added(part: str, content: bytes, kind: str = "", related: str = "") -> Callable[[Parts], None]:
    """One more part, with its content type and a relationship of the workbook."""

    def edit(parts: Parts) -> None:
        parts[part] = content
        if kind:
            replaced(opc.TYPES_PART, "</Types>", f'<Override PartName="{part}" ContentType="{kind}"/></Types>')(parts)
        if related:
            target = posixpath.relpath(part, "/xl")
            one = f'<Relationship Id="evil" Type="{related}" Target="{target}"/></Relationships>'
            replaced("/xl/_rels/workbook.xml.rels", "</Relationships>", one)(parts)

    return edit


def dropped(part: str) -> Callable[[Parts], None]:
    return lambda parts: parts.pop(part)


def found_broken(content: bytes) -> SealedWorkbook:
    found = workbook_seal_state(content)
    assert found.state == "broken" and found.reasons and found.certificate is None
    return found


@pytest.mark.parametrize("who", [unit, newcomer])
def test_a_sealed_book_is_valid_and_names_its_signer(who: Callable[[], keys.Signer]) -> None:
    found = workbook_seal_state(seal_workbook(book(), who(), AT))
    assert (found.state, found.reasons) == ("valid", ())
    assert found.certificate == who().certificate and found.fingerprint == keys.fingerprint(who().certificate)


def test_sealing_changes_nothing_that_a_reader_sees() -> None:
    before, after = (load_workbook(io.BytesIO(content)) for content in (book(), sealed()))
    assert before.sheetnames == after.sheetnames == ["封面", "A1 大气", "R02 机动车", "数据签名"]
    for one, other in zip(before.worksheets, after.worksheets, strict=True):
        assert [[cell.value for cell in row] for row in one] == [[cell.value for cell in row] for row in other]
        assert one.freeze_panes == other.freeze_panes == "A2" and other.protection.sheet
        assert other.data_validations.dataValidation and other.print_title_rows and other.merged_cells.ranges
    assert "降氮量" in after.defined_names


def test_a_book_with_comments_and_one_by_openpyxl_can_be_sealed() -> None:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as made:
        made.add_worksheet("附注").write_comment("B2", "已核", {"author": "市办"})
    again = io.BytesIO()
    load_workbook(io.BytesIO(book())).save(again)
    for content in (out.getvalue(), again.getvalue()):
        assert workbook_seal_state(seal_workbook(content, unit(), AT)).state == "valid"


def test_a_book_that_nobody_sealed_or_that_was_saved_again_is_absent() -> None:
    out = io.BytesIO()
    load_workbook(io.BytesIO(sealed())).save(out)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.comment = b"another program"
        archive.writestr("xl/workbook.xml", "<a/>")
    assert [workbook_seal_state(one).state for one in (book(), out.getvalue(), plain.getvalue())] == ["absent"] * 3


def test_a_book_is_sealed_once_and_only_a_plain_book_is() -> None:
    for bad in (sealed(), b"", b"PK\x03\x04", book() + b"\n"):
        with pytest.raises(AppError) as refused:
            seal_workbook(bad, unit(), AT)
        assert refused.value.code == "file_not_readable"
    linked = changed(added("/xl/evil.xml", b"<a/>", "application/xml", f"{OFFICE}/externalLink"), book())
    with pytest.raises(ValueError, match="kind of relationship"):
        seal_workbook(linked, unit(), AT)
    with pytest.raises(ValueError, match="certificate"):
        seal_workbook(book(), office(), AT)


def test_properties_and_the_way_it_is_packed_do_not_matter() -> None:
    again = changed(replaced("/docProps/core.xml", "完成情况表", "另一标题"))
    assert workbook_seal_state(again).state == "valid"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in read_package(sealed()).items():
            archive.writestr(zipfile.ZipInfo(name[1:]), part)
    assert workbook_seal_state(out.getvalue()).state == "valid"


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(replaced(SHEET, "<v>183.4</v>", "<v>193.4</v>"), id="changed cell"),
        pytest.param(replaced("/xl/sharedStrings.xml", "氮氧化物", "二氧化硫"), id="changed text"),
        pytest.param(replaced("/xl/workbook.xml", "<sheets>", '<sheets><sheet name="假" sheetId="9" r:id="rId1"/>'), id="added sheet"),
        pytest.param(replaced("/xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet2.xml"), id="swapped target"),
        pytest.param(replaced("/xl/_rels/workbook.xml.rels", 'Id="rId1"', 'Id="rId77"'), id="renamed relationship"),
        pytest.param(dropped(SHEET), id="removed part"),
        pytest.param(added("/xl/worksheets/sheet9.xml", b"<worksheet/>"), id="unsigned sheet"),
        pytest.param(
            added("/xl/worksheets/sheet9.xml", b"<worksheet/>", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", f"{OFFICE}/worksheet"),
            id="unsigned sheet that is named",
        ),
        pytest.param(added("/xl/vbaProject.bin", b"\xd0\xcf", "application/vnd.ms-office.vbaProject", "http://schemas.microsoft.com/office/2006/relationships/vbaProject"), id="macros"),
        pytest.param(added("/docProps/custom.xml", b"<a/>", "application/vnd.openxmlformats-officedocument.custom-properties+xml"), id="custom properties"),
        pytest.param(replaced(opc.TYPES_PART, b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", MACRO), id="macro book type"),
        pytest.param(replaced(opc.TYPES_PART, b"spreadsheetml.worksheet+xml", b"spreadsheetml.chartsheet+xml"), id="sheet type"),
        pytest.param(replaced(opc.TYPES_PART, b"application/vnd.openxmlformats-package.core-properties+xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), id="properties as workbook"),
        pytest.param(replaced(opc.TYPES_PART, "</Types>", '<Override PartName="/xl/none.xml" ContentType="application/xml"/></Types>'), id="type of a missing part"),
        pytest.param(replaced(opc.TYPES_PART, "</Types>", f'<Override PartName="{SHEET.upper()}" ContentType="application/xml"/></Types>'), id="type given twice"),
        pytest.param(replaced("/docProps/core.xml", "?>", '?><!DOCTYPE a [<!ENTITY b "ha">]>'), id="document type in properties"),
        pytest.param(dropped("/docProps/app.xml"), id="missing properties"),
        pytest.param(replaced(opc.ROOT_RELATIONS, "docProps/app.xml", "xl/workbook.xml"), id="properties elsewhere"),
        pytest.param(
            replaced(opc.ROOT_RELATIONS, "</Relationships>", f'<Relationship Id="evil" Type="{OFFICE}/image" TargetMode="External" Target="http://example.org/"/></Relationships>'),
            id="external relationship",
        ),
        pytest.param(dropped(SIGNATURE), id="signature removed"),
        pytest.param(lambda parts: [parts.pop(name) for name in opc.OWN_PARTS], id="only the relationship left"),
        pytest.param(replaced(opc.ROOT_RELATIONS, "digital-signature/origin", "digital-signature/other"), id="origin renamed"),
        pytest.param(lambda parts: parts.update({opc.ORIGIN: b"x"}), id="origin not empty"),
        pytest.param(added("/_xmlsignatures/sig2.xml", b"<a/>"), id="second signature part"),
        pytest.param(added("/_XMLSIGNATURES/sig2.xml", b"<a/>"), id="second signature part in capitals"),
    ],
)  # fmt: skip
def test_a_changed_package_is_broken(edit: Callable[[Parts], object]) -> None:
    found_broken(changed(edit))


def manifest_without(part: str) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        parts[SIGNATURE] = re.sub(
            rb'<Reference URI="' + part.encode() + rb"\?.*?</Reference>", b"", parts[SIGNATURE], count=1
        )

    return edit


def other_certificate(parts: Parts) -> None:
    ours, theirs = (
        base64.b64encode(who().certificate.public_bytes(serialization.Encoding.DER)) for who in (unit, newcomer)
    )
    replaced(SIGNATURE, ours, theirs)(parts)


def of_another_book(parts: Parts) -> None:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as made:
        made.add_worksheet("A").write(0, 0, 1)
    parts[SIGNATURE] = read_package(seal_workbook(out.getvalue(), unit(), AT))[SIGNATURE]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(manifest_without(SHEET), id="reference removed"),
        pytest.param(of_another_book, id="signature of another book"),
        pytest.param(other_certificate, id="swapped certificate"),
        pytest.param(replaced(SIGNATURE, "<SignatureValue>", "<SignatureValue>AAAA"), id="value"),
        pytest.param(replaced(SIGNATURE, "2020-10-12T09:30:00Z", "2021-10-12T09:30:00Z"), id="time"),
        pytest.param(replaced(SIGNATURE, "xmlenc#sha256", "xmlenc#sha1"), id="algorithm"),
        pytest.param(replaced(SIGNATURE, "</Signature>", '<Object Id="idPackageObject"/></Signature>'), id="wrapping"),
        pytest.param(replaced(SIGNATURE, "</Signature>", "<Object><a/></Object></Signature>"), id="unsigned object"),
        pytest.param(replaced(SIGNATURE, "?>\r\n", '?><!DOCTYPE a [<!ENTITY b "ha">]>'), id="document type"),
        pytest.param(
            replaced(SIGNATURE, "<X509Data>", "<X509Data><X509SubjectName>CN=x</X509SubjectName>"), id="another name"
        ),
        pytest.param(replaced(SIGNATURE, "<Manifest>", "<Manifest>\n"), id="white space"),
    ],
)
def test_a_changed_signature_is_broken(edit: Callable[[Parts], object]) -> None:
    found_broken(changed(edit))


def test_a_book_that_was_changed_and_given_another_ones_seal_names_the_other_one() -> None:
    """What an attacker can do: sign anew with a key of their own; then the fingerprint is theirs."""
    forged = changed(replaced(SHEET, "<v>183.4</v>", "<v>193.4</v>"), book())
    assert workbook_seal_state(seal_workbook(forged, newcomer(), AT)).fingerprint == keys.fingerprint(
        newcomer().certificate
    )


def test_bytes_appended_duplicates_and_bombs_are_broken() -> None:
    content = sealed()
    evil = changed(replaced(SHEET, "<v>183.4</v>", "<v>193.4</v>"))
    names = list(read_package(content))

    def doubled(first: bytes, second: bytes, name: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in names:
                archive.writestr(zipfile.ZipInfo(part[1:]), read_package(first)[part])
            archive.writestr(zipfile.ZipInfo(name), read_package(second)[SHEET])
        return out.getvalue()

    bombs = changed(lambda parts: parts.update({"/xl/bomb.xml": bytes(30 << 20)}))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = [doubled(content, evil, SHEET[1:]), doubled(evil, content, SHEET[1:])]
    for bad in (
        content + b"\n",
        content + content,
        b"x" + content,
        content[:-1],
        *twice,
        doubled(content, evil, SHEET[1:].upper()),
        bombs,
    ):
        found_broken(bad)


def test_no_changed_byte_leaves_a_seal_over_other_content() -> None:
    content = sealed()
    for place in range(0, len(content), 61):
        found = workbook_seal_state(flipped(content, place))
        if found.state == "valid":
            free = opc.UNSIGNED_PARTS | {opc.TYPES_PART}
            now, before = read_package(flipped(content, place)), read_package(content)
            assert {name: part for name, part in now.items() if name not in free} == {
                name: part for name, part in before.items() if name not in free
            }
