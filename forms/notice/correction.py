"""Correction: 更正通报, which names the issued set it corrects, and 变动清单, what moved since a set was issued."""

from collections.abc import Sequence
from datetime import datetime

from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole, Part, texts
from forms.notice.facts import figures_of, moved_since
from forms.notice.report import framed, signed
from forms.summary.content import SummarySource
from forms.wording.changes import kept_words, measure_of_change, named_with_measure
from forms.wording.paper_texts import day_words, moment_words, place_words
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import with_measure
from models.basics.records import dataclass
from models.desk.changes import Facts, FigureChange
from models.plan.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The issued set that is corrected: its number, its 发文字号, when it was issued, what changed since, and why."""

    number: int
    at: datetime
    changes: Sequence[FigureChange]
    facts: Facts  # what the set said
    reason: str = ""
    document: str = ""


def correction(
    ground: SummarySource, before: Corrected, *, at: datetime, document: str = "", copies: str = "", mark: str = ""
) -> Notice:
    """Return the 更正通报: what it corrects, each figure and verdict before and after, why."""
    plan, period = ground.city.plan, ground.city.period
    numbered = say("papers.notice.correction.document", 文号=before.document) if before.document else ""
    said = {"方案": plan.short_title, "期": period.name, "编号": before.number, "日": _day(before.at), "文号": numbered}
    lead = say("papers.notice.correction.lead", **said)
    reason = say("papers.notice.correction.reason", 原因=before.reason.strip().rstrip("。")) if before.reason else ""
    parts: list[Part] = [
        *texts(ParagraphRole.TITLE, *say("papers.notice.correction_title", **said).split("\n")),
        *texts(ParagraphRole.TO, say("papers.notice.to")),
        *texts(ParagraphRole.BODY, lead, reason),
        *texts(ParagraphRole.FIRST, say("papers.notice.correction.figures")),
        *texts(ParagraphRole.BODY, *(_figures(ground, before) or [say("papers.notice.correction.figures_none")])),
        *_headed("cells", _cells(ground, before.changes)),
        *texts(ParagraphRole.ATTACHED, say("papers.notice.attached", 名单=say("papers.notice.correction.table"))),
        *signed(ground, at),
        NoticeText(role=ParagraphRole.ATTACHMENT, text=say("papers.notice.attachment", n="")),
        NoticeText(role=ParagraphRole.NAMED, text=say("papers.notice.correction.table")),
        changes_grid(ground, before.changes, say("papers.notice.correction.table")),
        *texts(ParagraphRole.BODY, _below(plan, before.changes)),
    ]
    return framed(ground, parts, at=at, document=document, copies=copies, mark=mark)


def changes_list(ground: SummarySource, before: Corrected, *, at: datetime, mark: str = "") -> Notice:
    """Return the 通报后变动清单: what moved in the figures that count since a set was issued."""
    said = {
        "期": ground.city.period.name,
        "编号": before.number,
        "日": _day(before.at),
        "时间": moment_words(at),
        "n": len(before.changes),
    }
    key = "lead" if before.changes else "none"
    parts: list[Part] = [
        *texts(ParagraphRole.TITLE, *say("papers.notice.changes.title", **said).split("\n")),
        *texts(ParagraphRole.BODY, say(f"papers.notice.changes.{key}", **said)),
    ]
    if before.changes:
        title = say("papers.notice.changes.title", **said).replace("\n", "")
        parts.append(changes_grid(ground, before.changes, title))
    return Notice(issuer="", number="", parts=(*parts, *signed(ground, at)), mark=mark, made=at)


def changes_grid(ground: SummarySource, changes: Sequence[FigureChange], name: str) -> NoticeTable:
    """Return changes as a table of that name: unit, place, indicator, figure and verdict before and after."""
    plan, heads = ground.city.plan, ("unit", "item", "indicator", "old", "new", "verdict_old", "verdict_new")

    def measured(name: str, one: FigureChange) -> str:
        return named_with_measure(name, measure_of_change(plan, one.item, one.indicator))

    rows = tuple(
        (
            ground.city.name(one.unit) if one.unit else "—",
            measured(place_words(plan, one.item), one) if one.item else "—",
            plan.indicators[one.indicator].name if one.item else measured(plan.indicators[one.indicator].name, one),
            *_words(plan, one),
            one.judged_before,
            one.judged_after,
        )
        for one in changes
    )
    return NoticeTable(
        heads=tuple(say(f"papers.notice.changes.{key}") for key in heads),
        rows=rows,
        widths=(29, 34, 27, 16, 16, 17, 17),
        name=name,
        figures=(3, 4),
    )


def _below(plan: Plan, changes: Sequence[FigureChange]) -> str:
    """What stands below the table: how many rows it has, and what an empty figure means."""
    blank = say("papers.notice.changes.blank")
    empty = any(blank in _words(plan, one) for one in changes)
    counted = say("papers.notice.changes.counted", n=len(changes))
    return counted + (say("papers.notice.changes.blank_means", 空=blank) if empty else "")


def _headed(key: str, sentences: Sequence[str]) -> list[Part]:
    """Sentences below their heading, nothing where there are none."""
    head = texts(ParagraphRole.FIRST, say(f"papers.notice.correction.{key}")) if sentences else []
    return [*head, *texts(ParagraphRole.BODY, *sentences)]


def _cells(ground: SummarySource, changes: Sequence[FigureChange]) -> list[str]:
    """Each cell of a unit that says something else; one that several indicators rest on is said once."""
    plan = ground.city.plan
    found = []
    for one in changes:
        if one.unit and one.item:
            measure = measure_of_change(plan, one.item, one.indicator)
            old, new = (with_measure(words, measure) for words in _words(plan, one))
            where = {"单位": ground.city.name(one.unit), "位置": place_words(plan, one.item)}
            found.append(say("papers.notice.correction.change", 前=old, 后=new, **where))
    return list(dict.fromkeys(found))


def _figures(ground: SummarySource, before: Corrected) -> list[str]:
    """Each indicator whose printed figure or verdict is another, as the 专报 tells it too."""
    found = []
    for one in moved_since(ground, before.facts):
        old, new = figures_of(one)
        key = "figure_same" if old == new else "figure"
        said = say(f"papers.notice.correction.{key}", 指标=one.result.indicator.name, 前=old, 后=new)
        if one.judged and one.judged != one.result.judgement:
            said += say("papers.notice.correction.figure_verdict", 前=one.judged, 后=one.result.judgement)
        found.append(said + say("papers.notice.stop"))
    return found


def _words(plan: Plan, one: FigureChange) -> tuple[str, str]:
    blank = say("papers.notice.changes.blank")
    old, new = kept_words(plan, one.item, one.before, one.after)
    return old or blank, new or blank


def _day(at: datetime) -> str:
    return day_words(at.astimezone(PLAN_ZONE).date().isoformat())
