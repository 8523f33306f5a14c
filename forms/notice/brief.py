"""Brief 领导专报: one page for who answers for all — how many stand how, what lags, who is missing, what moved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole
from forms.notice.facts import (
    LAGGING,
    Moved,
    asked,
    asked_for,
    by_judgement,
    figures_of,
    gap_measure,
    gap_said,
    moved_since,
    problems,
    roster_said,
    semicolons,
)
from forms.notice.looks import ROOM, WIDTH_MM
from forms.notice.pages import drawn_grid, one_page
from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.page import in_lines, paragraph, space
from forms.page.tables import grid
from forms.page.text_flow import JUSTIFIED
from forms.summary.content import SummarySource
from forms.wording.paper_texts import day_words
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import with_measure
from models.basics.records import dataclass
from models.city.summary import Result
from models.city.verdict import NO_RATE, Verdict
from models.desk.changes import Facts

# how many lines a list may have, in which size; the first that fits one page is taken
_STEPS = ((24, 14), (12, 14), (12, 12), (8, 12), (6, 11), (4, 10.5), (2, 10.5))
NAMES_A_LINE = 3  # units that are named for each line a list may have
UNJUDGED = (Verdict.PENDING, Verdict.NOT_EVALUABLE, Verdict.NO_TARGET)
_PEOPLE = ("missing", "not_yet", "no_due", "returned", "held", "disputed", "late")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The set issued before: its number and what it said."""

    number: int
    facts: Facts


def brief_pages(
    ground: SummarySource, earlier: Earlier | None, *, at: datetime, mark: str = "", keywords: str = ""
) -> bytes:
    """Return the PDF of a 专报, one page of A4: what does not fit is counted and referred to the 汇总表."""
    plan, period = ground.city.plan, ground.city.period
    title = say("papers.notice.brief.title", 方案=plan.short_title, 期=period.name)
    head = NoticeText(role=ParagraphRole.TITLE, text=title)
    notice = Notice(issuer="", number="", parts=(head,), mark=mark, keywords=keywords, made=at)
    day = day_words(at.astimezone(PLAN_ZONE).date().isoformat())
    under = say("papers.notice.brief.under", 单位=ground.office, 日=day, 编号=ground.number)

    def story(most: int, size: float) -> list[Any]:
        return [
            *(paragraph(line, 22, Face.BIAO, alignment=1, leading=31) for line in _title_lines(title)),
            paragraph(in_lines(under, 12, WIDTH_MM), 12, Face.KAI, alignment=1, leading=20, spaceAfter=4),
            _heading("verdicts", size),
            _counted(ground),
            space(1),
            *_lines([roster_said(ground)], size),
            _heading("lagging", size),
            *_lagging(ground, most),
            *_lines(_lagging_said(ground, most), size),
            _heading("missing", size),
            *_lines(_people(ground, most * NAMES_A_LINE), size),
            _heading("changed", size),
            *_lines(_changed(ground, earlier, most), size),
        ]

    return one_page(notice, story, _STEPS)


def _heading(part: str, size: float) -> Any:  # noqa: ANN401
    return paragraph(say(f"papers.notice.brief.{part}"), size + 1, Face.HEI, leading=size * 2, spaceBefore=4)


def _lines(said: Sequence[str], size: float) -> list[Any]:
    look = {"leading": size * 1.7, "firstLineIndent": 2 * size, "alignment": JUSTIFIED}
    return [paragraph(text, size, Face.FANG, **look) for text in said]


def _title_lines(title: str) -> list[str]:
    """The lines of a title; where a period's name leaves no room for its last words, they have a line of their own."""
    *before, last = title.split("\n")
    ends = say("papers.notice.brief.title", 方案="", 期="").strip()
    whole = text_width(last, Face.BIAO, 22) <= ROOM
    return [*before, last] if whole else [*before, last.removesuffix(ends), ends]


def _counted(ground: SummarySource) -> Any:  # noqa: ANN401
    """How many of all indicators have which verdict, side by side."""
    groups, total = by_judgement(ground), len(ground.found.results)
    heads = [*groups, *([say("papers.summary.not_asked")] if total > len(asked(ground)) else [])]
    counts = [*(len(group) for group in groups.values()), total - len(asked(ground))]
    cells = [paragraph(f"{n}/{total}", 18, Face.HEI, alignment=1, leading=26) for n in counts[: len(heads)]]
    return grid(heads, [cells], [WIDTH_MM / len(heads)] * len(heads), size=10.5)


def _lagged(ground: SummarySource) -> list[Result]:
    return [result for result in asked(ground) if result.verdict in LAGGING]


def _lagging(ground: SummarySource, most: int) -> list[Any]:
    rows = tuple(_lag(ground, result) for result in _lagged(ground)[:most])
    heads = tuple(say(f"papers.notice.brief.head_{key}") for key in ("indicator", "value", "held", "gap", "unit"))
    table = NoticeTable(heads=heads, rows=rows, widths=(52, 22, 22, 28, 32), figures=(1, 2, 3))
    return [drawn_grid(table, 11)] if rows else []


def _lagging_said(ground: SummarySource, most: int) -> list[str]:
    lagging = len(_lagged(ground))
    judged = any(result.verdict not in UNJUDGED for result in asked(ground))
    none = "lagging_none" if judged else "lagging_unjudged"
    return _more(lagging - most) if lagging else [say(f"papers.notice.brief.{none}")]


def _lag(ground: SummarySource, result: Result) -> tuple[str, ...]:
    gap, measure = gap_said(ground, result), result.indicator.measure
    held = result.shown_target if result.indicator.direction in NO_RATE else asked_for(ground, result) or "—"
    return (
        f"{result.indicator.name}（{measure}）" if measure else result.indicator.name,
        result.shown,
        held,
        with_measure(gap or "—", gap_measure(result)),
        ground.city.name(result.indicator.main_reporter),
    )


def _more(rest: int) -> list[str]:
    return [say("papers.notice.brief.more", n=rest, 表=say("papers.summary.name"))] if rest > 0 else []


def _people(ground: SummarySource, most: int) -> list[str]:
    said = dict.fromkeys(words for kind, words in problems(ground, most) if kind in _PEOPLE)
    return list(said) or [say("papers.notice.brief.missing_none")]


def _changed(ground: SummarySource, earlier: Earlier | None, most: int) -> list[str]:
    if earlier is None:
        return [say("papers.notice.brief.changed_first")]
    moved = [_moved_said(one) for one in moved_since(ground, earlier.facts)]
    if not moved:
        return [say("papers.notice.brief.changed_none", 编号=earlier.number)]
    return [semicolons(moved[:most]), *_more(len(moved) - most)]


def _moved_said(one: Moved) -> str:
    then, now = figures_of(one)
    kind = "unmoved" if then == now else "moved"
    words = say(f"papers.notice.brief.{kind}", 指标=one.result.indicator.name, 前=then, 后=now)
    if one.judged and one.judged != one.result.judgement:
        words += say("papers.notice.brief.moved_verdict", 前=one.judged, 后=one.result.judgement)
    return words
