"""What an .ods shows of its cells counts as in an .xlsx: struck out, merged, hidden; its XML may be any program's."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.given_books.ods_looks import _StyleLook, ods_looks
from models.basics.errors import AppError
from models.filling.offer import Offer
from tests.forms.given.made_books import HEADS, book
from tests.forms.given.test_given_books import read, said
from tests.forms.given.test_unseen_cells import struck
from tests.libreoffice import SOFFICE, converted

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("fo", "xsl-fo-compatible"),
        ("office", "office"),
        ("table", "table"),
        ("style", "style"),
        ("text", "text"),
    )
)
LINE = '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/>'
MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""
FIGURE = '<table:table-cell {}office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>'


def styled(name: str, inside: str = "", parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="table-cell"{above}>{inside}</style:style>'


def line(*cells: str, says: str = "") -> str:
    texts = (one if one.startswith("<") else f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in cells)  # fmt: skip
    return f"<table:table-row{says}>{''.join(texts)}</table:table-row>"


def figure(value: float, says: str = "", shown: str = "") -> str:
    return FIGURE.format(says and f"{says} ", value, shown or value)


def document(rows: Sequence[str], styles: str = "", common: str = "", columns: str = "") -> bytes:
    """An open document of one table, as small as it can be."""
    out = io.BytesIO()
    table = f'<table:table table:name="A1">{columns}{"".join(rows)}</table:table>'
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", MANIFEST)
        made.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
        made.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{common}</office:styles></office:document-styles>",
        )
    return out.getvalue()


def offered(*rows: str, **more: str) -> Offer:
    return read(document([line(*HEADS), *rows], **more), "表.ods")


STRUCK = {
    "its own style": (figure(1.2, 'table:style-name="a"'), {"styles": styled("a", LINE)}),
    "its style's parent": (figure(1.2, 'table:style-name="a"'), {"styles": styled("a", parent="b"), "common": styled("b", LINE)}),
    "the style of its column": (figure(1.2), {"styles": styled("a", LINE), "columns": '<table:table-column table:number-columns-repeated="3" table:default-cell-style-name="a"/>'}),
    "a part of its text": (figure(1.2, shown='1.<text:span text:style-name="t">2</text:span>'), {"styles": styled("t", LINE)}),
}  # fmt: skip


@pytest.mark.parametrize("how", STRUCK)
def test_a_figure_that_is_struck_out_is_asked_about_and_not_taken(how: str) -> None:
    cell, more = STRUCK[how]
    offer = offered(line("Q06.1", "", cell), **more)
    assert not said(offer) and "删除线" in offer.refused[0].reason
    assert not any("删除线" in one for one in offer.remarks), "it is seen: nothing is told of what cannot be"


INK, GROUND = '<style:text-properties fo:color="#{}"/>', '<style:table-cell-properties fo:background-color="#{}"/>'


@pytest.mark.parametrize(
    ("styles", "seen"),
    [
        (styled("a", INK.format("ffffff")), False),
        (styled("a", GROUND.format("1f497d") + INK.format("1f497d")), False),
        (styled("b", INK.format("ffffff")) + styled("a", parent="b"), False),
        (styled("b", INK.format("ffffff")) + styled("a", GROUND.format("1f497d"), "b"), True),
        (styled("b", INK.format("ffffff")) + styled("a", '<style:text-properties style:use-window-font-color="true"/>', "b"), True),
    ],
)  # fmt: skip
def test_a_figure_in_the_colour_of_its_ground_is_asked_about_and_not_taken(styles: str, *, seen: bool) -> None:
    offer = offered(line("Q06.1", "", figure(1.2, 'table:style-name="a"')), styles=styles)
    assert (said(offer) == {"Q06.1": "1.2"}, not offer.refused) == (seen, seen)
    assert seen or "同一种颜色" in offer.refused[0].reason


def test_a_style_that_says_there_is_no_line_and_one_that_is_its_own_parent_strike_nothing() -> None:
    none = LINE.replace("solid", "none").replace("single", "none")
    styles = styled("a", none, "b") + styled("b", LINE) + styled("c", parent="c")
    rows = [
        line("Q06.1", "", figure(1.2, 'table:style-name="a"')),
        line("Q06.3", "", figure(3.5, 'table:style-name="c"')),
    ]
    assert said(offered(*rows, styles=styles)) == {"Q06.1": "1.2", "Q06.3": "3.5"}


def test_each_style_of_a_long_line_of_parents_is_weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed, real = [], _StyleLook.upon
    monkeypatch.setattr(_StyleLook, "upon", lambda one, above: weighed.append(one) or real(one, above))
    count = 300
    styles = "".join(styled(f"s{n}", "" if n else LINE, f"s{n - 1}" if n else "") for n in range(count))
    rows = [line(figure(1.2, f'table:style-name="s{n}"')) for n in reversed(range(count))]
    (looks,) = ods_looks(document(rows, styles)).values()
    assert looks.struck == {(row, 1) for row in range(1, count + 1)} and len(weighed) == count


def test_a_document_under_a_password_is_told_to_be_one() -> None:
    """Its parts are noise; it was called damaged, or an archive to unpack."""
    locked = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    noise = bytes(range(256))
    for parts in (
        {
            "META-INF/manifest.xml": MANIFEST.replace("</manifest:manifest>", f"{locked}</manifest:manifest>"),
            "content.xml": noise,
        },
        {"META-INF/manifest.xml": MANIFEST, "encrypted-package": noise},
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            for name, part in parts.items():
                made.writestr(name, part)
        with pytest.raises(AppError) as refused:
            read(out.getvalue(), "表.ods")
        assert refused.value.code == "import_password"


def test_hidden_rows_and_columns_are_told() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = [line("Q06.1", "", figure(1.2), says=' table:visibility="filter"'), line("Q06.3", "", figure(3.5))]
    offer = offered(*rows, columns=columns)
    assert said(offer) == {"Q06.1": "1.2", "Q06.3": "3.5"}
    assert any("1 行" in one for one in offer.remarks) and any("隐藏的栏" in one for one in offer.remarks)


def test_a_book_that_stands_for_more_cells_than_anybody_fills_is_read_as_one_whose_looks_cannot_be_seen() -> None:
    wide = '<table:table-cell table:number-rows-spanned="300" table:number-columns-spanned="300"/>'
    content = document([line(*HEADS), line("Q06.1", "", figure(1.2)), line(*[wide] * 30)])
    assert ods_looks(content) == {}
    assert any("删除线" in one for one in read(content, "表.ods").remarks)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes open documents")
def test_what_libreoffice_saves_is_seen_as_in_the_xlsx_it_came_from(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        struck("C4")(sheet)
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)
        sheet.row_dimensions[5].hidden = True

    heads = [["代码", "指标", "数值", None], [None, None, "本期数值", "上年同期"]]
    rows = [["Q06.1", "", 1.2, 1.1], ["Q06.3", "", 3.5, 3.1], ["Q06.4", "", 0.6, 0.5]]
    (tmp_path / "表.xlsx").write_bytes(book([*heads, *rows], touch=dress))
    (saved,) = converted("ods", tmp_path / "out", tmp_path / "表.xlsx")
    one, other = read((tmp_path / "表.xlsx").read_bytes()), read(saved.read_bytes(), "表.ods")
    assert said(one) == said(other) and "Q06.3" not in said(other) and said(other)["Q06.1/last_year"] == "1.1"
    assert [refused.reason for refused in one.refused] == [refused.reason for refused in other.refused]
    assert set(one.remarks) == set(other.remarks)


def test_a_figure_of_a_formula_is_told_as_in_the_xlsx() -> None:
    offer = offered(line("Q06.1", "", figure(1.2, 'table:formula="of:=1.1+0.1"')), line("Q06.3", "", figure(3)))
    assert said(offer) == {"Q06.1": "1.2", "Q06.3": "3"}
    assert ["有 1 个数来自公式" in one for one in offer.remarks] == [True]


@pytest.mark.parametrize(("drawn", "taken"), [("2020-09-30", "2020-09-30"), ("2020年9月", "2020年9月"), ("星期三", "")])
def test_of_a_day_what_is_shown_is_taken_or_asked_about(drawn: str, taken: str) -> None:
    day = f'<table:table-cell office:value-type="date" office:date-value="2020-09-30"><text:p>{drawn}</text:p></table:table-cell>'
    rows = [line("电站", "县区", "装机", "并网日期"), line("一号", "汉滨区", figure(300), day)]
    offer = read(document(rows), "表.ods")
    assert [row.texts.get("并网日期", "") for row in offer.rows] == [taken]
    assert bool(taken) or "请把格式改为日期" in offer.refused[0].reason
