"""What a period does not ask: every paper counts it alike, and the final year tells what it takes from the preliminary."""

from dataclasses import replace
from datetime import datetime

import pytest

from forms.notice.brief import brief_pages
from forms.notice.content import NoticeTable, NoticeText
from forms.notice.facts import roster_said
from forms.notice.report import report
from forms.page_reading.read_pages import page_texts
from forms.summary.content import SummarySource, texts_of
from forms.summary.pages import summary_pages
from forms.summary.sheets import summary_sheets
from models.basics.period import PLAN_ZONE
from models.ledger.roster import take_roll
from tests.models.city.towns import COUNTIES, FINAL, Q3, YEAR, Town, forest, plan

AT = datetime(2021, 6, 22, 9, 0, tzinfo=PLAN_ZONE)


def source(town: Town, period: str) -> SummarySource:
    roster = take_roll(plan(), town.settings, period, {})
    return SummarySource(city=town.city, roster=roster, found=town.summary(), office="某市汇总单位", until=AT)


@pytest.fixture(scope="module")
def final() -> SummarySource:
    year = Town(YEAR)
    for unit in COUNTIES:
        year.files(unit, forest("9.838"))
    return source(Town(FINAL, before=year), FINAL)


def verdicts(ground: SummarySource) -> tuple[dict[str, str], list[str]]:
    """Indicator → its verdict in the summary; those of the table of the notice, in order."""
    sheet = summary_sheets(ground)[0]
    tables = [one for one in report(ground, at=AT).parts if isinstance(one, NoticeTable)]
    return {row[0]: row[9] for row in texts_of(sheet)}, [row[5] for row in tables[0].rows]


def test_the_final_year_tells_what_it_takes_from_the_preliminary_one_on_every_paper(final: SummarySource) -> None:
    said, listed = verdicts(final)
    assert said["Q06"] == "达标" and list(said.values()) == listed
    text = "".join(one.text for one in report(final, at=AT).parts if isinstance(one, NoticeText))
    assert "营造林面积98.38 万亩，目标≥98 万亩，完成率100.39%（据初步数）" in text and "本期不要求" not in text
    brief = "".join("".join(page_texts(brief_pages(final, None, at=AT)) or ()).split())
    assert "达标" in brief and "本期不要求" not in brief


def test_what_is_not_asked_is_counted_apart_on_every_paper() -> None:
    ground = source(Town(Q3), Q3)
    said, listed = verdicts(ground)
    assert list(said.values()) == listed and said["Q01"] == "本期不要求"
    text = "".join("".join(page_texts(summary_pages(ground, summary_sheets(ground), "汇总表", "")) or ()).split())
    count = listed.count("本期不要求")
    assert count and f"本期不要求{count}" in text and f"不可评价{len(listed) - count}" in text


def test_how_many_have_not_filed_is_counted_in_units_before_the_reason() -> None:
    """未报33（未设截止时间）家 stood in the notice."""
    town = Town(Q3)
    ground = replace(source(town, Q3), roster=take_roll(plan(), town.settings, Q3, {}, AT))
    assert "待核实0家，未报33家（未设截止时间）。完整率" in roster_said(ground)
