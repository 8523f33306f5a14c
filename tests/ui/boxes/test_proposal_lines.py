"""What an import would put into a cell is seen before it is put: the figure as it was read, beside the words it is from."""

from models.basics.messages import say
from models.filling.offer import Offer, OfferedRow, OfferedText
from models.filling.proposal import propose
from tests.forms.filling.test_import_book import county, read
from ui.basics.completion import Mark
from ui.tables.lists.proposal_table import AFTER, ProposalTable, shown_proposals


def test_a_figure_that_was_converted_stands_beside_what_the_book_says(qapp: object) -> None:
    texts = (("Q06.1", "12000亩"), ("Q06.3", "约3.5"), ("Q06.4", "1,000"), ("Q06.5", "0.5"))
    rows = ({"电站": "甲", "县区": "汉滨区", "装机": "5MW", "并网日期": "2020.5.1"},)
    offer = Offer(
        name="表",
        texts=tuple(OfferedText(address=at, text=text, place="第2行") for at, text in texts),
        rows=tuple(OfferedRow("R14", row, "第2行") for row in rows),
    )
    table = ProposalTable(shown_proposals([propose(county(), offer)], str).lines)
    seen = [str(table.index(n, AFTER).data() or "") for n in range(table.rowCount())]
    assert [one for one in seen if "原文" in one and "｜" not in one] == ["1.2（原文 12000亩）", "3.5（原文 约3.5）"]
    assert {"1,000", "0.5"} <= set(seen), "what means what it says stands alone"
    assert any("5000（原文 5MW）" in one for one in seen)


def test_what_is_asked_of_the_whole_book_stands_before_what_it_changes(qapp: object) -> None:
    """Whether it is the right one was asked below hundreds of lines."""
    rows = [["汉阴县2020年三季度造林表"], ["项目", "单位", "本期"], ["人工造林", "亩", 5000], ["没有这一项", "亩", 1]]
    table = ProposalTable(shown_proposals([propose(county(), read(*rows))], str).lines)
    first, said = table.lines[0], table.lines[1]
    assert first.heading and first.texts[0] == say("window.import.remarks") and "汉阴县" in said.texts[0]


def test_a_day_without_its_year_is_kept_and_told_to_lack_just_that(qapp: object) -> None:
    """The year is not guessed from the period: a register holds days of other years too."""
    texts = ("9月30日", "09-30", "2020年9月", "去年秋天")
    rows = [
        ["电站", "县区", "装机", "并网日期"],
        *(["甲乙丙丁"[n], "汉滨区", 300, text] for n, text in enumerate(texts)),
    ]
    proposal = propose(county(), read(*rows, title="光伏电站"))
    assert [row.raw["并网日期"] for row in proposal.after["R14"]] == list(texts)
    table = ProposalTable(shown_proposals([proposal], str).lines)
    seen = [line.texts[AFTER].partition("（")[2] for line in table.lines if "按原样保留" in "".join(line.texts)]
    why = ("并网日期缺年份", "并网日期缺年份", "并网日期缺日", "并网日期 无法识别")
    assert seen == [f"{one}，按原样保留，请改正）" for one in why]


def test_a_row_that_stands_twice_is_marked_and_told_before_both_count(qapp: object) -> None:
    rows = [["电站", "县区", "装机"], *[["甲", "汉滨区", 300]] * 2, ["乙", "汉滨区", 200]]
    table = ProposalTable(shown_proposals([propose(county(), read(*rows, title="光伏电站"))], str).lines)
    assert table.lines[0].heading and "有 1 行" in table.lines[1].texts[0] and "重复" in table.lines[1].texts[0]
    assert [line.mark for line in table.lines if "｜" in "".join(line.texts[1:])] == [
        Mark.DONE,
        Mark.WARNING,
        Mark.DONE,
    ]


def test_of_a_long_row_it_is_said_that_there_is_more(qapp: object) -> None:
    heads = ["企业名称", "统一社会信用代码", "县区", "数据年度", "年综合能耗", "年温室气体排放", "核查结论"]
    row = ["甲", "91610924MA70TEJT3E", "汉滨区", 2020, 6000, 12000, "通过"]
    table = ProposalTable(shown_proposals([propose(county(), read(heads, row))], str).lines)
    assert any(line.texts[AFTER].endswith("12000｜……（共 7 栏）") for line in table.lines if len(line.texts) > 1)
