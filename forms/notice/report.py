"""Report: the content of a 通报 — sentences from stored facts, three tables attached."""

from dataclasses import replace
from datetime import datetime

from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole, Part, texts
from forms.notice.facts import (
    LAGGING,
    asked,
    by_judgement,
    counts_said,
    group_said,
    problems,
    progress_said,
    roster_said,
)
from forms.summary.content import SummarySheet, SummarySource, texts_of
from forms.summary.lists import roster_sheet
from forms.summary.settled import decisions_sheet
from forms.summary.sheets import judgement_words, target_words
from forms.wording.paper_texts import day_words, moment_words, plan_before
from models.basics.messages import say
from models.basics.period import PLAN_ZONE

_ORDER = "一二三四五六七八九十"


def report(ground: SummarySource, *, at: datetime, document: str = "", copies: str = "", mark: str = "") -> Notice:
    """Return the 通报 of a period as it stands; `document` is its 发文字号, "" leaves room for it."""
    plan, period = ground.city.plan, ground.city.period
    said = {
        "方案": plan_before(plan.short_title, period.name),
        "期": period.name,
        "时间": moment_words(at),
        "编号": ground.number,
    }
    parts = [
        *texts(ParagraphRole.TITLE, *(line.strip() for line in say("papers.notice.title", **said).split("\n"))),
        *texts(ParagraphRole.TO, say("papers.notice.to")),
        *texts(ParagraphRole.BODY, say("papers.notice.lead", **said)),
        *texts(ParagraphRole.FIRST, say("papers.notice.first")),
        *texts(ParagraphRole.BODY, roster_said(ground), counts_said(ground)),
        *texts(ParagraphRole.FIRST, say("papers.notice.second")),
        *_groups(ground),
        *_rest(ground),
        *_attached(),
        *signed(ground, at),
        *_tables(ground),
    ]
    return framed(ground, parts, at=at, document=document, copies=copies, mark=mark)


def framed(ground: SummarySource, parts: list[Part], *, at: datetime, document: str, copies: str, mark: str) -> Notice:
    """Return a document of the office with its head and its 版记."""
    year = at.astimezone(PLAN_ZONE).year
    return Notice(
        issuer=ground.office,
        number=document or say("papers.notice.number_blank", 年=year),
        parts=tuple(parts),
        copies=say("papers.notice.copies", 名单=copies) if copies else "",
        printed=ground.office,
        day=_day(at),
        mark=mark,
        made=at,
    )


def signed(ground: SummarySource, at: datetime) -> list[Part]:
    """Return who signs and when."""
    return [
        NoticeText(role=ParagraphRole.SIGNED, text=ground.office),
        NoticeText(role=ParagraphRole.DATED, text=_day(at)),
    ]


def _day(at: datetime) -> str:
    return day_words(at.astimezone(PLAN_ZONE).date().isoformat())


def _groups(ground: SummarySource) -> list[Part]:
    found: list[Part] = []
    for place, (words, group) in enumerate(by_judgement(ground).items()):
        found += texts(ParagraphRole.SECOND, say("papers.notice.group", 序=_ORDER[place], 评价=words, n=len(group)))
        found += texts(ParagraphRole.BODY, *group_said(ground, words, group))
    return found


def _rest(ground: SummarySource) -> list[Part]:
    """Progress, problems, what is asked for: numbered on, a part without a fact is left out."""
    kinds = dict.fromkeys(kind for kind, _ in problems(ground))
    found = [sentence for _, sentence in problems(ground)] or [say("papers.notice.no_problem")]
    asking = _asked_of(ground, tuple(kinds))
    parts: list[Part] = []
    headed = (("third", [progress_said(ground)]), ("fourth", found), ("fifth", asking))
    number = 2
    for key, sentences in headed:
        if any(sentences):
            heading = say(f"papers.notice.{key}").partition("、")[2]
            parts += texts(ParagraphRole.FIRST, f"{_ORDER[number]}、{heading}")
            parts += texts(ParagraphRole.BODY, *sentences)
            number += 1
    return parts


def _asked_of(ground: SummarySource, kinds: tuple[str, ...]) -> list[str]:
    """What is asked of whom: only of those there are."""
    groups = (("missing", ("missing", "returned")), ("disputed", ("held", "disputed")), ("difference", ("difference",)))
    found = []
    for key, causes in groups:
        if there := [cause for cause in causes if cause in kinds]:
            whom = say("papers.notice.and").join(say(f"papers.notice.who_{cause}") for cause in there)
            found.append(say(f"papers.notice.ask_{key}", 谁=whom))
    lagging = any(result.verdict in LAGGING for result in asked(ground))
    return [*found, *([say("papers.notice.ask_lagging")] if lagging else [])]


def _attached() -> list[Part]:
    names = [say(f"papers.notice.table_{key}") for key in _TABLES]
    lines = [f"{n}. {name}" for n, name in enumerate(names, 1)]
    return [
        NoticeText(role=ParagraphRole.ATTACHED, text=say("papers.notice.attached", 名单=lines[0])),
        *(NoticeText(role=ParagraphRole.ATTACHED, text=f"　　　{line}") for line in lines[1:]),
    ]


_TABLES = ("indicators", "roster", "basis")


def _tables(ground: SummarySource) -> list[Part]:
    grids = (_indicator_grid(ground), _roster_grid(ground), grid_of(decisions_sheet(ground, targets=False)))
    found: list[Part] = []
    for number, (key, table) in enumerate(zip(_TABLES, grids, strict=True), 1):
        found += [NoticeText(role=ParagraphRole.ATTACHMENT, text=say("papers.notice.attachment", n=number))]
        found += [NoticeText(role=ParagraphRole.NAMED, text=say(f"papers.notice.table_{key}"))]
        if table.rows:
            found.append(replace(table, name=say(f"papers.notice.table_{key}")))
    return [*found, NoticeText(role=ParagraphRole.BODY, text=say("papers.notice.basis_rounding"))]


def grid_of(sheet: SummarySheet, columns: tuple[int, ...] | None = None) -> NoticeTable:
    """Return a sheet of the summary, or some of its columns, as a table."""
    chosen = columns or tuple(range(len(sheet.columns)))
    return NoticeTable(
        heads=tuple(sheet.columns[n].head for n in chosen),
        rows=tuple(tuple(row[n] for n in chosen) for row in texts_of(sheet)),
        widths=tuple(sheet.columns[n].width for n in chosen),
        figures=tuple(place for place, n in enumerate(chosen) if sheet.columns[n].figures),
    )


def _roster_grid(ground: SummarySource) -> NoticeTable:
    return replace(grid_of(roster_sheet(ground), (1, 2, 3, 4, 6)), widths=(62, 30, 14, 44, 26))


def _indicator_grid(ground: SummarySource) -> NoticeTable:
    heads = ("number", "indicator", "measure", "target", "value", "verdict", "coverage")
    rows = tuple(
        (
            str(n),
            result.indicator.name,
            result.indicator.measure,
            target_words(result),
            result.shown or "—",
            judgement_words(result),
            result.coverage,
        )
        for n, result in enumerate(ground.found.results, 1)
    )
    return NoticeTable(
        heads=tuple(say(f"papers.summary.{key}") for key in heads),
        rows=rows,
        widths=(10, 41, 23, 17, 19, 32, 14),  # words of a verdict on one line
        figures=(4,),
    )
