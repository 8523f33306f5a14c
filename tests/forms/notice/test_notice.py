"""Notices: sentences from stored facts, the geometry of GB/T 9704, one page for the brief, a correction names its number."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from forms.notice.brief import Earlier, brief_pages
from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole
from forms.notice.correction import Corrected, changes_list, correction
from forms.notice.facts import by_judgement, gap_said, group_said, problems, target_figure
from forms.notice.looks import CHARACTERS, LINE, LINES, LOOKS, PITCH, ROOM
from forms.notice.office_document import notice_document
from forms.notice.pages import notice_pages
from forms.notice.report import report
from forms.page.geometry import MM
from forms.page.text_flow import signed_at
from forms.page_reading.read_pages import page_texts
from forms.summary.book import _book
from forms.summary.content import SummarySource
from forms.summary.pages import summary_pages
from forms.summary.sheets import summary_sheets
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.city.verdict import Verdict
from models.desk.changes import FigureChange, facts_of
from models.ledger.ledger import LineState
from models.ledger.roster import take_roll
from tests.golden.pages import compare, is_drawn_alike
from tests.models.city.towns import COUNTIES, Q3, Town, forest, lines, plan

AT = datetime(2020, 10, 22, 9, 0, tzinfo=PLAN_ZONE)


@pytest.fixture(scope="module")
def ground() -> SummarySource:
    town = Town(Q3)
    for place, unit in enumerate(COUNTIES):
        town.files(unit, {**forest(f"{6 + place}.25"), "Q11.1": "100", "Q11.2": "89"})
    town.files("M03", lines(dict.fromkeys(COUNTIES, "7.00")))
    came = {unit: LineState(in_force="d", authentic=frozenset({"d"}), registered=AT) for unit in COUNTIES}
    roster = take_roll(plan(), town.settings, Q3, came)
    return SummarySource(city=town.city, roster=roster, found=town.summary(), office="某市汇总单位", until=AT, number=2)


def said(notice: Notice) -> str:
    return "".join(one.text for one in notice.parts if isinstance(one, NoticeText))


def pages_of(pdf: bytes) -> list[str]:
    return ["".join(page.split()) for page in page_texts(pdf) or ()]


def test_a_notice_says_what_the_summary_says_and_nothing_else(ground: SummarySource) -> None:
    text = said(report(ground, at=AT))
    roster = ground.roster
    assert f"应报{len(roster.expected)}家，已收{len(roster.received)}家" in text
    assert f"缺报{len(roster.missing)}家" in text
    q06 = ground.found.of("Q06")
    assert f"{q06.indicator.name}{q06.shown} {q06.indicator.measure}" in text
    tables = [one for one in report(ground, at=AT).parts if isinstance(one, NoticeTable)]
    assert len(tables[0].rows) == len(ground.found.results)
    assert [row[4] for row in tables[0].rows] == [result.shown or "—" for result in ground.found.results]
    assert "{" not in text and "None" not in text


def test_a_figure_that_cannot_be_judged_is_never_told_without_the_reason() -> None:
    """The sum of one county of ten stood in the notice with its 完成率 and without a word."""
    town = Town(Q3)
    town.files(COUNTIES[0], forest("6.66"))
    roster = take_roll(plan(), town.settings, Q3, {})
    notice = report(SummarySource(city=town.city, roster=roster, found=town.summary(), office="某市"), at=AT)
    told = [one.text for one in notice.parts if isinstance(one, NoticeText)]
    (sentence,) = [one for one in told if "营造林面积6.66 万亩，目标≥98 万亩" in one]
    assert sentence.startswith("缺报9家：汉阴县人民政府、") and "因此不可评价：" in sentence


def test_the_amounts_of_a_rate_that_differ_are_told_by_their_names_and_measures() -> None:
    """Ten counties' floor space stood in an issued notice as 1000.00%; the finding beside it was rounded otherwise."""
    town = Town(Q3)
    for unit in COUNTIES:
        town.files(unit, {"Q11.1": "100", "Q11.2": "89.0004"})
    town.files("M07", {"Q11.1": "2000", "Q11.2": "1780"})
    found = town.summary()
    ground = SummarySource(city=town.city, roster=take_roll(plan(), town.settings, Q3, {}), found=found, office="某市")
    told = [words for kind, words in problems(ground) if kind == "difference"]
    head, figures = (
        "新建绿色建筑比例（新建民用建筑面积）：",
        "合计1000.00 万平方米，市住建局上报2000.00 万平方米，相差1000.00 万平方米。",
    )
    assert any(one.startswith(head) and one.endswith(figures) for one in told) and len(told) == 2
    (green,) = [one for one in found.reconciliation if one.item == "Q11.2"]
    sentences = [one.message for one in found.findings if one.check == "CK-C01"] + told
    assert sum(green.shown(green.counties) in one for one in sentences) == 2, "with the decimals of the page 对账"


def test_the_units_several_indicators_wait_for_are_named_once() -> None:
    town = Town(Q3)
    town.files(COUNTIES[0], {**forest("6.66"), "Q11.1": "100", "Q11.2": "89", "Q21.1": "10", "Q21.2": "9"})
    ground = SummarySource(
        city=town.city, roster=take_roll(plan(), town.settings, Q3, {}), found=town.summary(), office="某市"
    )
    (group,) = [one for words, one in by_judgement(ground).items() if words == "不可评价"]
    told = group_said(ground, "不可评价", group)
    shared = [one for one in told if "项因此不可评价：" in one]
    assert shared and "".join(told).count("汉阴县人民政府") == 1, "also where some of them wait for another unit too"
    (ten,) = [one for one in shared if "汉阴县人民政府" in one]
    assert "，以下6项因此不可评价：" in ten and ten.endswith("（后3项未填全1家：汉滨区人民政府）。")
    assert len({one.partition("，以下")[0] for one in shared}) == len(shared), "each reason once"
    assert all(one.indicator.name in "".join(told) for one in group)


def test_a_name_that_ends_in_a_number_does_not_run_into_the_period(ground: SummarySource) -> None:
    numbered = replace(ground.city.plan, short_title="清水转型2026")
    text = said(report(replace(ground, city=replace(ground.city, plan=numbered)), at=AT))
    assert f"现将清水转型2026 {ground.city.period.name}报表" in text and "关于清水转型2026" in text
    assert f"现将{ground.city.plan.short_title}{ground.city.period.name}报表" in said(report(ground, at=AT))


def test_what_lags_by_less_than_the_decimals_shown_is_told_with_more_of_them(ground: SummarySource) -> None:
    result = ground.found.of("Q06")
    assert result.target is not None
    near = replace(result, value=result.target - Decimal("0.0004"), verdict=Verdict.MISSED, decimals=2)
    assert gap_said(ground, near) == "0.0004" and target_figure(near) != near.shown


def test_the_page_has_22_lines_of_28_characters_and_its_number_at_the_outer_edge(ground: SummarySource) -> None:
    assert LINES * LINE <= 225 * MM < (LINES + 1) * LINE
    assert CHARACTERS * PITCH <= 156 * MM + 0.2 < (CHARACTERS + 1) * PITCH
    body = Notice(issuer="", number="", parts=(NoticeText(role=ParagraphRole.BODY, text="汉" * (28 * 50)),))
    pages = pages_of(notice_pages(body))
    counts = [page.count("汉") for page in pages]
    assert counts[0] == LINES * CHARACTERS - 2, "the first line begins two characters in"
    assert sum(counts) == 28 * 50
    assert [page.replace("汉", "").partition("字体")[0] for page in pages] == ["—1—", "—2—", "—3—"]


def test_nothing_stands_over_the_binding_edge_the_note_about_typefaces_neither(ground: SummarySource) -> None:
    for pdf in (notice_pages(report(ground, at=AT)), brief_pages(ground, None, at=AT)):
        with pypdfium2.PdfDocument(pdf) as document:
            texts = [page.get_textpage() for page in document]
            for number, text in enumerate(texts, 1):  # printed on both sides, an even page is bound at its right
                edges = [text.get_rect(n) for n in range(text.count_rects())]
                left, right = (28, 26) if number % 2 else (26, 28)
                assert min(one[0] for one in edges) >= left * MM - 0.5, (number, min(one[0] for one in edges) / MM)
                assert max(one[2] for one in edges) <= (210 - right) * MM + 8, number  # a full stop may hang out


def test_the_document_for_word_says_the_same_and_is_set_up_alike(ground: SummarySource) -> None:
    notice = report(ground, at=AT, document="某办发〔2020〕21号", copies="某办公室")
    book = Document(io.BytesIO(notice_document(notice)))
    text = "".join(one.text for one in book.paragraphs)
    in_reading_order = [one.text for one in book.paragraphs if one._element.pPr.find(qn("w:framePr")) is None]
    assert said(notice) in "".join(in_reading_order), "the 版记 stands before the last paragraph"
    assert "某办发〔2020〕21号" in text and "抄送：某办公室" in text
    assert "PM2.5" in text and "2.5" in {run.text for one in book.paragraphs for run in one.runs if run.font.subscript}
    grids = [one for one in notice.parts if isinstance(one, NoticeTable)]
    for table, grid in zip(book.tables, grids, strict=True):
        assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [grid.heads, *grid.rows]
    for table in book.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            marks = [one.tag for one in cell.paragraphs[0]._element.pPr]
            known = [qn(f"w:{name}") for name in ("snapToGrid", "spacing", "jc", "rPr")]
            assert marks == [one for one in known if one in marks], "the schema has an order"
            assert cell.paragraphs[0]._element.pPr.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "21"
        assert table._tbl.tblPr.find(qn("w:tblCellMar")) is not None
    loose = [one.text for one in book.paragraphs if one.paragraph_format.widow_control is not False]
    assert loose == [], "pages are full as those of the PDF: no paragraph of three lines takes its heading over with it"
    section = book.sections[0]
    marked = Document(io.BytesIO(notice_document(replace(notice, mark="测试数据")))).sections[0]
    heads = [(one.header.paragraphs[0].text, one.even_page_header.paragraphs[0].text) for one in (section, marked)]
    assert heads == [("", ""), ("测试数据", "测试数据")]
    assert [round(one.mm) for one in (section.top_margin, section.left_margin, section.bottom_margin)] == [37, 28, 35]
    assert book.settings.element.find(qn("w:mirrorMargins")) is not None, "likewise on both sides"
    again = notice_document(notice)
    assert again == notice_document(notice), "the same content gives the same bytes"
    assert {one.date_time[:3] for one in zipfile.ZipFile(io.BytesIO(again)).infolist()} == {(2020, 1, 1)}


def test_a_notice_ends_with_its_record_and_the_same_notice_gives_the_same_bytes(ground: SummarySource) -> None:
    notice = report(ground, at=AT, copies="某办公室")
    pages = pages_of(notice_pages(notice))
    assert "抄送：某办公室" in pages[-1] and "2020年10月22日印发" in pages[-1]
    assert not any("印发" in page for page in pages[1:-1])
    assert notice_pages(notice) == notice_pages(notice)


def test_a_list_of_copies_longer_than_a_page_is_refused(ground: SummarySource) -> None:
    assert notice_pages(report(ground, at=AT, copies="某单位、" * 100))
    with pytest.raises(AppError, match="copies_long"):
        notice_pages(report(ground, at=AT, copies="某单位、" * 1000))


def test_the_properties_of_a_paper_say_when_it_was_made(ground: SummarySource) -> None:
    notice = report(ground, at=AT)
    assert _made(notice_pages(notice)) == "D:20201022090000+08'00'"
    word = Document(io.BytesIO(notice_document(notice))).core_properties
    assert word.created == word.modified == AT
    sheets = summary_sheets(ground)
    book = openpyxl.load_workbook(io.BytesIO(_book(ground, sheets, "汇总表", "")))
    assert book.properties.created.replace(tzinfo=UTC) == AT
    assert _made(summary_pages(ground, sheets, "汇总表", "")) == "D:20201022090000+08'00'"


def _made(pdf: bytes) -> str:
    told = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert told["CreationDate"] == told["ModDate"]
    return str(told["CreationDate"])


def test_who_signs_and_when_leave_room_for_a_seal_beside_what_it_seals(ground: SummarySource) -> None:
    """The day ends four characters from the margin; the name stands over its middle, if there is room for it."""
    look = LOOKS[ParagraphRole.SIGNED]

    def ends(name: str, room: float = ROOM) -> list[float]:
        return [round(one / PITCH, 2) for one in signed_at(name, "汉" * 8, look, room)]

    assert ends("汉" * 4) == [6, 4] and ends("汉" * 8) == [4, 4] and ends("汉" * 12) == [2, 4]
    assert ends("汉" * 20) == [0, 6] and ends("汉" * 40) == [0, 4]
    notice = report(ground, at=AT)
    place = next(n for n, one in enumerate(notice.parts) if getattr(one, "role", "") is ParagraphRole.ATTACHED)
    for count in (17, 19, 20, 21):
        body = [NoticeText(role=ParagraphRole.BODY, text="汉" * 20)] * count
        last = NoticeText(role=ParagraphRole.BODY, text="末段。")
        pages = pages_of(notice_pages(replace(notice, issuer="", parts=(*body, last, *notice.parts[place:]))))
        (sealed,) = [page for page in pages if "2020年10月22日" in page and "印发" not in page]
        assert "末段。" in sealed


@pytest.mark.parametrize("parts", [3, 6, 9, 12, 20])
def test_the_record_stands_on_an_even_page(ground: SummarySource, parts: int) -> None:
    notice = report(ground, at=AT, copies="某办公室")
    pages = pages_of(notice_pages(replace(notice, parts=notice.parts[:parts])))
    assert len(pages) % 2 == 0 and "2020年10月22日印发" in pages[-1]


def test_a_brief_is_one_page_whatever_there_is_to_say(ground: SummarySource) -> None:
    facts = facts_of(ground.city, ground.found)
    other = {
        **facts,
        "values": dict.fromkeys(facts["values"], "1"),
        "verdicts": dict.fromkeys(facts["verdicts"], "met"),
    }
    for earlier in (None, Earlier(number=1, facts=facts), Earlier(number=1, facts=other)):
        (page,) = pages_of(brief_pages(ground, earlier, at=AT))
        assert f"/{len(ground.found.results)}" in page and "滞后指标" in page
    assert "缺报" in page and "→" in page
    judged = {**facts, "judged": {**facts["judged"], "Q06": "依据已变"}}
    (page,) = pages_of(brief_pages(ground, Earlier(number=1, facts=judged), at=AT))
    q06 = ground.found.of("Q06")
    assert f"{q06.indicator.name}：{q06.shown}{q06.indicator.measure}不变（依据已变→{q06.judgement}）" in page
    many = replace(ground, office="某市汇总单位" * 8)
    assert len(pages_of(brief_pages(many, Earlier(number=1, facts=other), at=AT))) == 1


CHANGE = FigureChange(
    unit="610924", period=Q3, item="Q06.8", indicator="Q06", before="6", after="na",
    verdict_before="on_track", verdict_after="behind",
    judged_before="达到序时进度", judged_after="滞后于序时进度",
)  # fmt: skip


def said_before(ground: SummarySource, value: str, judged: str) -> dict[str, dict[str, str]]:
    """What a set said that printed another figure of Q06 and judged it otherwise, all else alike."""
    facts = facts_of(ground.city, ground.found)
    return {
        **facts,
        "values": {**facts["values"], "Q06": value},
        "judged": {**facts["judged"], "Q06": judged},
    }


def test_a_correction_names_what_it_corrects_with_both_figures_and_both_verdicts(ground: SummarySource) -> None:
    """It named the cells of units alone, and nobody read what became of the figures the notice had printed."""
    facts = said_before(ground, "108.00", "达到序时进度")
    before = Corrected(number=1, at=AT, changes=(CHANGE,), facts=facts, reason="造林面积经核实")
    notice = correction(ground, before, at=AT)
    text, q06 = said(notice), ground.found.of("Q06")
    assert "2020年10月22日印发的" in text and "第1号通报" in text and "更正原因：造林面积经核实。" in text
    now, cell = q06.indicator.name, ground.city.plan.items["Q06.8"].name
    assert f"{now}由108.00 万亩更正为{q06.shown} 万亩，评价由“达到序时进度”更正为“{q06.judgement}”。" in text
    assert f"“{cell}”由6.00 万亩更正为不适用。" in text and "本表共1处。" in text and "（空）" not in text
    same = said(correction(ground, replace(before, facts=said_before(ground, q06.shown, "依据已变")), at=AT))
    assert f"{now}仍为{q06.shown} 万亩，评价由“依据已变”更正为“{q06.judgement}”。" in same
    none = said(correction(ground, replace(before, facts=facts_of(ground.city, ground.found)), at=AT))
    assert "各项指标的数值和评价不变。" in none and "二、更正的填报数据" in none
    gone = said(correction(ground, replace(before, changes=(replace(CHANGE, after=""),)), at=AT))
    assert "由6.00 万亩更正为（空）。" in gone and "本表共1处。（空）表示没有可以计入的数。" in gone
    settled = replace(CHANGE, unit=None, item=None, before="75.69", after="76.12")
    assert "更正的填报数据" not in said(correction(ground, replace(before, changes=(settled,)), at=AT))
    numbered = said(correction(ground, replace(before, document="某办发〔2020〕7号"), at=AT))
    assert "第1号通报（某办发〔2020〕7号），" in numbered and "（" not in text.partition("第1号通报")[2][:1]
    listed = changes_list(ground, before, at=AT)
    (grid,) = [one for one in listed.parts if isinstance(one, NoticeTable)]
    assert grid.rows[0][3:] == ("6.00", "不适用", "达到序时进度", "滞后于序时进度") and "紫阳县" in grid.rows[0][0]
    assert "（万亩）" in grid.rows[0][1]


@pytest.mark.skipif(not is_drawn_alike(), reason="other typefaces are installed here")
@pytest.mark.parametrize("name", ["notice", "brief", "correction", "changes"])
def test_notice_and_brief_look_as_they_did(
    ground: SummarySource, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    paper = tmp_path / f"{name}.pdf"
    moved = [replace(CHANGE, before=f"{n}", after=f"{n}.5", verdict_after="on_track") for n in range(1, 41)]
    facts = said_before(ground, "108.00", "达到序时进度")
    before = Corrected(number=1, at=AT, changes=(CHANGE, *moved), facts=facts, reason="造林面积经核实")
    make = {
        "notice": lambda: notice_pages(report(ground, at=AT, copies="某办公室")),
        "brief": lambda: brief_pages(ground, None, at=AT),
        "correction": lambda: notice_pages(correction(ground, before, at=AT)),
        "changes": lambda: notice_pages(changes_list(ground, before, at=AT)),
    }
    paper.write_bytes(make[name]())
    assert compare(paper, f"office/{name}", remake=request.config.getoption("--remake-golden")) == []
