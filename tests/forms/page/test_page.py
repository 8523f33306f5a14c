"""Pages: tables, paragraphs and feet stay in their room, nothing is lost, and the same story gives the same bytes."""

import re

import pytest

from forms.page import foot as page_foot
from forms.page.font_files import Face
from forms.page.fonts import GETA, LOWER_SIZE, draw_text, face_of, runs, text_width
from forms.page.geometry import MM, Foot
from forms.page.line_breaks import fill_lines, pieces
from forms.page.page import (
    build,
    heading,
    in_lines,
    list_with_end,
    next_page,
    paragraph,
    remark,
    section,
    space,
    title,
    upright_or_here,
)
from forms.page.tables import facts, grid
from forms.page.text_flow import JUSTIFIED, TextFlow, TextStyle, flow
from forms.page_reading.read_pages import page_texts
from tests.forms.page.test_breaks import TEXT
from tests.pdf_text import pdf_text


def drawn_in(text: str) -> str:
    """The text of a page that holds one paragraph, as PDFium reads it."""
    from forms.page_reading.read_pages import page_texts

    (page,) = page_texts(build([paragraph(text, 12)], Foot("脚"), "测试", made=None)) or ("",)
    return page


def test_lowered_figures_are_small_low_and_never_torn_from_their_letters() -> None:
    text = draw_text("PM₂.₅和CO₂", Face.SONG)
    assert [part for _, part in runs(text, Face.SONG)] == ["PM", "₂\ue02e₅", "和CO", "₂"]
    assert text_width("₂", Face.SONG, 10) == pytest.approx(LOWER_SIZE * text_width("2", Face.SONG, 10))
    assert "PM2.5和CO2" in drawn_in("PM₂.₅和CO₂")
    for width in range(2, 12):
        lines = [line for _, line in fill_lines(draw_text("排放CO₂和PM₂.₅", Face.SONG), [float(width)], lambda ch: 1.0)]
        assert width < 5 or not [line for line in lines if line[0] in "₂₅"]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("吨CO2/万元", "吨CO₂/万元"), ("（≥1万吨CO2e或≥5000吨标准煤）", "（≥1万吨CO₂e或≥5000吨标准煤）"),
        ("PM2.5浓度", "PM₂\ue02e₅浓度"), ("PM10、SO2", "PM₁₀、SO₂"), ("2.66tCO2/tce", "2.66tCO₂/tce"),
        ("kgCO2eq", "kgCO₂eq"), ("CH4、N2O。", "CH₄、N₂O。"), ("PM₂.₅", "PM₂\ue02e₅"),
        *((one, one) for one in ("CO23", "PM2.56", "MACO2A", "91610CO2", "工作表的O3格", "CO₂", "NO2号锅炉")),
    ],
)  # fmt: skip
def test_figures_of_substances_stand_low_as_they_were_typed(typed: str, drawn: str) -> None:
    assert draw_text(typed, Face.SONG) == drawn == draw_text(drawn, Face.SONG)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [("葛\U000e0100城", "葛城"), ("☁\ufe0f", "☁"), ("Cafe\u0301", "Café"), ("甲\u200d乙", "甲乙")],
    ids=["a shape of a character", "a shape of a sign", "an accent apart", "a joiner"],
)
def test_signs_that_only_change_the_one_before_are_no_boxes(typed: str, drawn: str) -> None:
    found = draw_text(typed, Face.SONG)
    assert found == "".join(one if face_of(one, Face.SONG) else GETA for one in drawn)


def test_a_line_that_nobody_prepared_has_no_empty_box_either() -> None:
    assert "".join(part for _, part in runs("甲\U0001f9ff㎎", Face.SONG)) == draw_text("甲\U0001f9ff㎎", Face.SONG)


def test_a_substance_is_not_torn_from_what_belongs_to_it() -> None:
    assert {"CO₂e", "PM₂\ue02e₅"} <= set(pieces(draw_text("约1万吨CO2e或PM2.5浓度", Face.SONG)))


def test_boxes_to_tick_are_shapes_whatever_fonts_there_are() -> None:
    pdf = build([paragraph("☑同意　☐不同意", 12)], Foot("脚"), "测试", made=None)
    assert pdf == build([paragraph("☑同意　☐不同意", 12)], Foot("脚"), "测试", made=None)
    assert text_width("☑", Face.SONG, 10) == 10
    assert "同意" in drawn_in("☑同意　☐不同意")
    assert "〓" not in drawn_in("☑同意　☐不同意")


def test_the_last_page_names_what_stands_in_for_a_font_and_no_other_page_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_foot, "stand_ins", lambda faces: {Face.BIAO: "某黑体"} if Face.HEI in faces else {})
    pages = pdf_text(build(story(), Foot("脚"), "测试", made=None), "-layout").rstrip("\f").split("\f")
    assert ["小标宋以某黑体代替" in page for page in pages] == [*[False] * (len(pages) - 1), True]


def test_a_paragraph_over_several_pages_loses_no_line() -> None:
    text = "".join(f"第{n}句话说明情况。" for n in range(200))
    whole = flow(text, Face.SONG, 10)
    _, height = whole.wrap(300, 1000)
    parts = whole.split(300, height / 3)
    assert len(parts) == 2
    assert sum(part.wrap(300, 1000)[1] for part in parts) == pytest.approx(height)
    assert "".join(part.text for part in parts) == text


def test_a_paragraph_that_does_not_fit_at_all_goes_to_the_next_page() -> None:
    assert flow("一行\n二行\n三行", Face.SONG, 10).split(300, 5) == []


def story() -> list[object]:
    rows = [
        ("安康市恒口示范区（试验区）管理委员会" * 3, "12,345.67", remark("未开展")),
        ["一个分组标题"],
        ("短", "0", "说明" * 900),
        ("CO₂排放量", "1.20", "𠮷"),
    ]
    return [
        *title("标题", "副标题"), heading("一、小标题"), paragraph(TEXT),
        grid(("名称", "数值", "说明"), rows, (50, 30, 90), right=[1]), facts([("单位", "紫阳县")]),
        *next_page(across=True), paragraph(TEXT), *next_page(across=False), paragraph(TEXT),
    ]  # fmt: skip


def test_the_same_story_gives_the_same_bytes() -> None:
    foot = Foot("紫阳县 · 2020年第三季度", "0123456789ABCDEF", "测试数据")
    assert build(story(), foot, "测试", made=None) == build(story(), foot, "测试", made=None)


def test_a_cell_longer_than_a_page_is_printed_to_its_end() -> None:
    text = pdf_text(build(story(), Foot("脚"), "测试", made=None), "-layout")
    assert len(re.findall("说明", re.sub(r"\s", "", text))) >= 900


def test_each_page_says_whose_it_is_and_which_page_of_how_many() -> None:
    text = pdf_text(build(story(), Foot("紫阳县人民政府", "0123456789ABCDEF"), "测试", made=None), "-layout")
    pages = text.rstrip("\f").split("\f")
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in re.sub(" +", " ", page)
        assert "紫阳县人民政府" in page
        assert "0123 4567 89AB CDEF" in page


def test_a_long_foot_line_leaves_room_for_code_and_page_number() -> None:
    drawn: list[tuple[float, str]] = []

    class Paper:
        _pagesize = (595.0, 842.0)

        def __getattr__(self, _: str) -> object:
            return lambda *_a, **_k: None

    line = "安康市恒口示范区（试验区）管理委员会及其所属各有关部门和单位" * 3
    original = page_foot.draw_line
    page_foot.draw_line = lambda c, x, y, text, face, size: drawn.append((x + text_width(text, face, size), text))  # type: ignore[assignment]
    try:
        page_foot._draw_line_of(Paper(), line, 57.0, 240.0)  # type: ignore[arg-type]
    finally:
        page_foot.draw_line = original
    assert len(drawn) == 2
    assert drawn[1][1].endswith("…")
    assert all(end <= 57 + 240 + 1 for end, _ in drawn)


@pytest.mark.parametrize(
    ("used", "rest", "together"),
    [(20, 100, True), (90, 60, True), (90, 100, False), (40, 300, True), (50, 140, False)],
)
def test_what_follows_pages_across_leaves_none_of_them_almost_empty(used: int, rest: int, *, together: bool) -> None:
    """It begins on the last page across (174 mm) where all of it fits, or where that page would be nearly empty."""
    parts = [part for n in range(rest // 10) for part in (paragraph(f"第{n}条", leading=14), space(10 - 14 / 2.835))]
    lines = [paragraph("首页"), *next_page(across=True), space(used), paragraph("表尾")]
    pages = page_texts(build([*lines, upright_or_here(parts, parts)], Foot("验收"), "验收", made=None))
    last = next(page for page in pages if "表尾" in page)
    assert ("第0条" in last) == together
    assert len(pages) == 2 + (not together or used + rest > 174)


def test_a_small_table_begins_where_it_fits_and_its_heading_never_stands_alone() -> None:
    """A table of two lines (with its heading some 30 mm) needs no more room than that, a long one at least 45 mm."""
    found = []
    for n in (2, 12):
        table = grid(("甲", "乙"), [[f"第{number}条", "表"] for number in range(n)], (60, 60))
        for used in range(204, 232, 4):
            story = [space(used), paragraph("上文"), *section("续后", below=[table])]
            first, *_ = page_texts(build(story, Foot("验收"), "验收", made=None))
            assert ("续后" in first) == ("第0条" in first), (n, used)
            found.append((n, used, "续后" in first))
    small, long = ([used for n, used, here in found if n == lines and here] for lines in (2, 12))
    assert min(small) == min(long) == 204 and max(long) + 8 < max(small) < 228


def test_what_stands_apart_in_a_line_is_never_broken() -> None:
    """The day below the name of a paper was, where the office's name was long."""
    parts = ("审〔2027〕1号", "某某市绿色低碳循环发展综合示范城市建设工作领导小组办公室", "2027年10月20日")
    assert in_lines("　　".join(parts), 11) == f"{parts[0]}　　{parts[1]}\n{parts[2]}"
    assert in_lines("　　".join(parts), 18) == "\n".join(parts)
    assert in_lines(f"{parts[0]}　　{parts[2]}", 11) == f"{parts[0]}　　{parts[2]}" and in_lines("甲", 11) == "甲"


@pytest.mark.parametrize("end", [False, True])
def test_no_heading_stands_alone_above_a_table_whose_first_row_is_tall(*, end: bool) -> None:
    """The heading of the first table of a summary did, with the names of 60 units in that row."""
    for used in range(40, 232, 8):
        table = grid(("甲", "乙"), [["首行", "\n".join(["名"] * 20)], ["次行", "表"]], (60, 60), name="表")
        story = [
            space(used),
            paragraph("上文"),
            *section("续后", below=[list_with_end([table], [paragraph("注")]) if end else table]),
        ]
        pages = page_texts(build(story, Foot("验收"), "验收", made=None))
        assert [("续后" in page) == ("首行" in page) for page in pages] == [True] * len(pages), used
        assert all("上文" in page or "行" in page for page in pages), "no page stays empty"


def test_the_last_row_of_a_table_never_stands_alone_on_a_page() -> None:
    table = grid(("甲", "乙"), [[f"第{number}条", "表"] for number in range(30)], (60, 60), name="表")
    table.wrap(120 * MM, 500 * MM)
    found = [table.split(120 * MM, height) for height in range(int(table._height) - 60, int(table._height) + 20)]
    assert {len(parts) for parts in found} == {1, 2}
    assert min(parts[1]._nrows for parts in found if len(parts) == 2) == 3, "the heads and two rows"


def test_what_stands_behind_a_list_never_has_a_page_to_itself() -> None:
    """However long the list is, of lines or of one table, the page of its end has some of it too, everything once."""
    for n in (34, 39, 74, 90):
        lines = [paragraph(f"第{number}条", leading=14, spaceBefore=2) for number in range(n)]
        table = grid(("甲", "乙"), [[f"第{number}条", str(number)] for number in range(n)], (60, 60))
        for parts in (lines, [table]):
            end = [paragraph("编制依据"), facts([(f"项{number}", "值") for number in range(7)])]
            pages = page_texts(build([list_with_end(parts, end)], Foot("验收"), "验收", made=None))
            (last,) = [page for page in pages if "编制依据" in page]
            assert f"第{n - 1}条" in last and "项6" in last, n
            whole = "".join(pages)
            assert [whole.count(f"第{number}条") for number in range(n)] == [1] * n


def test_lines_of_a_notice_reach_both_margins_and_figures_stay_whole() -> None:
    """Gaps between Chinese characters are widened, never those within a figure; the last line ends where it ends."""
    look = TextStyle(size=16, alignment=JUSTIFIED)
    text, room = TextFlow(f"{'城市' * 7}3438户目标≥5000户，完成率68.76%。", look), 16 * 20.5
    text.wrap(room, 0)
    (left, line), _ = text._lines
    first, last = text._spread(0), text._spread(1)
    gaps = [n for n in range(len(line) - 1) if not (line[n].isascii() and line[n + 1].isascii())]
    assert line.endswith("目标") and len(gaps) == len(line) - 4
    assert first == pytest.approx(left / len(gaps)) and not last
    text._lines = [*text._lines[:1] * 3, text._lines[1]]
    head, rest = text.split(room, look.line_height * 2)
    assert head._spread(1) == rest._spread(0) == first and not rest._spread(1), "the page's end is none of a paragraph"
    assert "3438" in page_texts(build([TextFlow(text.text, look)], Foot("验收"), "验收", made=None))[0]


def test_rows_below_a_sub_heading_say_overleaf_below_which() -> None:
    """The counties of one item went on over a page, and nobody saw of what the figures were."""
    lines = [["甲项（Q1）"], *([f"县{n}", "1"] for n in range(40)), ["乙项（Q2）"], ["县41", "1"], ["独立项", "2"]]
    lines += [[f"后{n}", "3"] for n in range(40)]
    table = grid(("名", "数"), lines, (60, 60), name="表", groups={0: "甲项", 41: "乙项", 43: ""})
    pages = page_texts(build([table], Foot("验收"), "验收", made=None))
    assert len(pages) > 2
    for page in pages[1:]:
        (head,) = [line for line in page.splitlines() if "续表" in line]
        first = next(line for line in page.splitlines() if line.startswith(("县", "后", "乙项")))
        assert ("甲项" in head) == first.startswith("县") and "乙项" not in head
