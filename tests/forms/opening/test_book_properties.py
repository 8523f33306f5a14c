"""What a workbook says of itself beside its sheets is told where the return does not say it; honest writers are not."""

import re

import pytest

from forms.opening.open_return import open_return
from tests.forms.guards.sealed_books import county_book, known, packed, parts_of, unsigned

THUMBNAIL = (
    b'<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"'
    b' Target="docProps/thumbnail.jpeg"/></Relationships>'
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt='
    '"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-'
    '08002B2CF9AE}" pid="2" name="污水"><vt:lpwstr>192.40</vt:lpwstr></property></Properties>'
)


def hints(change: dict[str, bytes]) -> tuple[str, ...]:
    found = open_return(packed(unsigned(county_book()) | change), known)
    assert found.reasons == () and found.seals["data"] == "valid"
    return found.hints


def core(element: str, text: str) -> dict[str, bytes]:
    """The core properties with one element of that text."""
    part = parts_of(county_book())["docProps/core.xml"].decode()
    part = re.sub(rf"<dc:{element}>.*?</dc:{element}>", "", part)
    return {"docProps/core.xml": part.replace("<dcterms:", f"<dc:{element}>{text}</dc:{element}><dcterms:", 1).encode()}


def listed(text: str) -> dict[str, bytes]:
    """The extended properties with another name of a part."""
    part = parts_of(county_book())["docProps/app.xml"].decode()
    return {"docProps/app.xml": part.replace("<vt:lpstr>封面</vt:lpstr>", f"<vt:lpstr>{text}</vt:lpstr>", 1).encode()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (core("title", "Q06.9 = 192.40"), "192.40"),
        (core("title", "此表作废"), "作废"),
        (core("description", "污水处理量一百九十二点四"), "一百九十二点四"),
        ({"docProps/custom.xml": CUSTOM.encode()}, "192.40"),
        (listed("192.40"), "192.40"),
    ],
)
def test_a_property_that_says_something_else_is_told(change: dict[str, bytes], words: str) -> None:
    assert [one for one in hints(change) if "文件属性" in one and words in one]


def test_a_picture_that_folders_show_is_told() -> None:
    rels = parts_of(county_book())["_rels/.rels"]
    rels = re.sub(rb"<Relationship [^>]*digital-signature[^>]*/>", b"", rels)
    change = {"_rels/.rels": rels.replace(b"</Relationships>", THUMBNAIL), "docProps/thumbnail.jpeg": b"\xff\xd8"}
    assert [one for one in hints(change) if "thumbnail" in one]


def test_titles_and_makers_of_other_programs_are_no_matter() -> None:
    assert hints({}) == hints(core("title", "Sheet1")) == hints(core("creator", "欧阳测试")) == ()
