"""A part read by a pattern says what a parser says, and one that is not plain is left to the parser."""

import pytest

from forms.guards.plain_table import plain_strings, plain_table, plain_text

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
ROW = b'<row r="1" spans="1:2"><c r="A1" s="3" t="s"><v>7</v></c><c r="B1"/><c r="C1" t="n"></c><c r="D1"><v>1.5</v></c></row>'
SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2">'


def test_rows_and_cells_are_taken_apart() -> None:
    found = plain_table(HEAD + ROW + b'<row r="2" />' + END)
    assert found is not None and b"<row" not in found.rest and b"<sheetData/>" in found.rest
    first, second = found.rows
    assert first.attributes == {"r": "1", "spans": "1:2"} and second == ({"r": "2"}, [])
    assert [one[1:] for one in first.cells] == [
        ("A", "1", "3", "s", "7", ""), ("B", "1", "", "", "", ""), ("C", "1", "", "n", "", ""), ("D", "1", "", "", "1.5", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("bad", [
    ROW.replace(b"<v>7", b"<f>1</f><v>7"), ROW.replace(b"<v>7</v>", b"<v>7</v><v>8</v>"), b"x" + ROW, ROW + b" ",
    ROW.replace(b"</row>", b"</row></row>"), ROW.replace(b"<c ", b"<x:c "), ROW.replace(b'r="1"', b'r="1" r="1"'),
    ROW.replace(b'r="1"', b'r="1" y:z="1"'), ROW.replace(b'r="1"', b'r="1" x14ac:dyDescent="1"'),
    ROW.replace(b"</c>", b"<extLst/></c>"), ROW.replace(b"7", b"7\x01"), ROW.replace(b"7", b"7\r"),
    ROW.replace(b"7", b"]]>"), ROW.replace(b' s="3"', b' s="3" s="3"'), ROW.removesuffix(b"</row>"), END + HEAD + ROW,
])  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(bad: bytes) -> None:
    assert plain_table(HEAD + bad + END) is None


def test_texts_are_read_as_xml_means_them() -> None:
    texts = b'<si><t>a&amp;&#23433;&#x5b89;</t></si><si><t xml:space="preserve"> b </t><phoneticPr fontId="1"/></si>'
    assert plain_strings(SST + texts + b"</sst>\n") == ["a&安安", " b "]
    for bad in (b"<si><r><t>a</t></r></si>", b"<si><t>a</t><t>b</t></si>", b"<si/>", b"<si><t>\x02</t></si>"):
        assert plain_strings(SST + bad + b"</sst>") is None
    assert plain_strings(SST.replace(b"main", b"mine") + texts + b"</sst>") is None
    for bad_reference in ("&nbsp;", "a & b", "&#0;", "&#xD800;", "&amp"):
        with pytest.raises(ValueError, match="reference"):
            plain_text(bad_reference)
