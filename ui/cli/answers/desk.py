"""What the commands of the office's desk answer: JSON as promised, and lines for a person."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.period import format_time
from models.basics.quantity import Rounding, plain, round_to

if TYPE_CHECKING:
    from models.desk.changes import FigureChange
    from models.desk.trace import PaperFacts, Trace, TraceCell
    from models.plan.plan import Plan
    from models.scoring.locking import LockedScores
    from models.scoring.scores import ScoreLine, UnitScore
    from models.todo.matters import Matter

SCORE_PLACES = 10  # decimals of a part of a score


def todo_answer(items: "Sequence[Matter]", plan: "Plan") -> dict[str, object]:
    """Return what needs a person."""
    return {
        "items": [
            {
                "kind": item.kind.value,
                "unit": item.unit or None,
                "period": item.period,
                "indicator": item.indicator or None,
                "digest": item.digest or None,
                "text": _matter(item, plan),
                "since": item.since.isoformat() if item.since else None,
            }
            for item in items
        ]
    }


def todo_lines(items: "Sequence[Matter]", plan: "Plan") -> list[str]:
    """Return what needs a person as lines; one sentence when nothing does."""
    lines = [f"{format_time(item.since) if item.since else '':16}  {_matter(item, plan)}" for item in items]
    return lines or [say("cli.nothing_to_do")]


def _matter(item: "Matter", plan: "Plan") -> str:
    """Whom or what it concerns, what happened, what follows from it."""
    about = plan.unit_in(item.unit, item.period) if item.unit else ""
    if item.indicator and not item.unit:
        about = plan.indicators[item.indicator].name
    follows = f"；{item.follows.words}" if item.follows else ""
    return "　".join(filter(None, (item.period, about, f"{item.what.words}{follows}")))


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def trace_answer(found: "Trace") -> dict[str, object]:
    """Return where a figure comes from."""
    result, said = found.result, found.adjudication
    department = None
    if found.department is not None:
        department = {"unit": found.department.unit, "value": _figure(result.department_value)}
    adjudication = None
    if said is not None:
        adjudication = {
            "id": said.id,
            "value": plain(said.value),
            "reason": said.reason,
            "document": said.document,
            "by": said.by,
            "checked_by": said.checked_by,
            "at": said.at.isoformat(),
        }
    return {
        "indicator": result.indicator.id,
        "period": found.period,
        "value": _figure(result.value),
        "exact": _figure(result.exact),
        "verdict": result.verdict.value,
        "basis": result.basis,
        "coverage": result.coverage,
        "notes": list(result.notes),
        "cells": [_cell(cell) for cell in found.cells],
        "department": department,
        "adjudication": adjudication,
    }


def _cell(cell: "TraceCell") -> dict[str, object]:
    from models.sheet.cells import State

    paper, states = cell.paper, {one.value for one in State}
    return {
        "unit": cell.unit,
        "item": cell.item,
        "value": _figure(cell.value),
        "state": cell.state if cell.state in states else None,  # blank, or no return in force: then no digest either
        "counted": cell.counted,
        "within": cell.within,
        "revision": paper.revision if paper else None,
        "digest": paper.digest if paper else None,
        "registered": paper.registered.isoformat() if paper else None,
        "channel": paper.channel if paper else None,
        "stamped": paper.stamped if paper else None,
        "explanation": cell.explanation,
    }


def trace_lines(found: "Trace", plan: "Plan") -> list[str]:
    """Return the proof of a figure as lines."""
    from forms.wording.paper_texts import state_words
    from models.basics.quantity import with_measure
    from models.desk.trace import figure_words
    from ui.cli.answers.office import registered_words

    result = found.result
    value = with_measure(result.shown or "—", result.indicator.measure)
    parts = (result.indicator.name, plan.periods[found.period].name, value, result.judged, result.coverage)
    lines = ["　".join(parts)]
    for cell in found.cells:
        mark = say("cli.trace_counted" if cell.counted else "cli.trace_within" if cell.within else "cli.trace_beside")
        value = state_words(cell.state if cell.state != "absent" else "") or "—"
        if cell.value is not None:
            value = figure_words(plan, result, cell.item, cell.value)
        came = _came(cell.paper) if cell.paper else ""
        lines.append(f"  {mark} {plan.unit_in(cell.unit, found.period)}　{cell.item}　{value}　{came}".rstrip("　 "))
    beside = (registered_words(result, plan, found.period), *result.notes)
    return [*lines, *(f"  {one}" for one in beside if one)]


def _came(paper: "PaperFacts") -> str:
    """The paper a cell stands on: revision, digest, when and how it came, its stamped paper."""
    said = say("cli.trace_paper", 版次=paper.revision, 摘要=paper.digest[:8], 时间=format_time(paper.registered))
    stamped = say("cli.trace_stamped", 日期=paper.stamped) if paper.stamped else ""
    return "　".join(one for one in (said, paper.channel, stamped) if one)


def change_answer(change: "FigureChange") -> dict[str, object]:
    """Return one thing that changed since papers were issued."""
    return {
        "unit": change.unit,
        "period": change.period,
        "item": change.item,
        "indicator": change.indicator,
        "before": change.before,
        "after": change.after,
        "verdict_before": change.verdict_before,
        "verdict_after": change.verdict_after,
    }


def change_lines(changes: "Sequence[FigureChange]", plan: "Plan") -> list[str]:
    """Return what changed as lines."""
    from forms.wording.changes import kept_words, measure_of_change
    from models.basics.quantity import with_measure

    pairs = [
        [
            with_measure(words, measure_of_change(plan, change.item, change.indicator))
            for words in kept_words(plan, change.item, change.before, change.after)
        ]
        for change in changes
    ]
    return [
        say(
            "cli.changed_since",
            单位=plan.unit_in(change.unit, change.period) if change.unit else "",
            位置=change.item or change.indicator,
            前=before or "—",
            后=after or "—",
            评价前=change.judged_before,
            评价后=change.judged_after,
        )
        for change, (before, after) in zip(changes, pairs, strict=True)
    ]


def scores_answer(period: str, scores: "Sequence[UnitScore]", locked: "LockedScores | None") -> dict[str, object]:
    """Return scores as JSON: figures as plain text, to ten decimals; `shown` as they are printed."""
    return {
        "period": period,
        "locked": _locked(locked) if locked else None,
        "units": [
            {
                "unit": one.unit,
                "scope": one.scope,
                "parts": {name: _points(points) for name, points in one.parts.items()},
                "total": _points(one.total),
                "shown": one.shown,
                "grade": one.grade,
                "remarks": list(one.remarks),
                "lines": [_score_line(line) for line in one.lines],
            }
            for one in scores
        ],
        "after": [
            {
                "unit": one.unit,
                "before": one.before,
                "after": one.after,
                "registered": one.registered.isoformat() if one.registered else None,
            }
            for one in (locked.after if locked else ())
        ],
    }


def _locked(locked: "LockedScores") -> dict[str, object]:
    return {"number": locked.number, "at": locked.at.isoformat(), "by": locked.by, "document": locked.document}


def _points(value: Decimal) -> str:
    """A part of a score; a share of 13 tasks has no end of decimals, and what adds up to 10 says 10."""
    return plain(round_to(value, SCORE_PLACES, Rounding.GBT8170))


def _score_line(line: "ScoreLine") -> dict[str, object]:
    return {
        "share": line.share,
        "key": line.key,
        "given": _points(line.given),
        "weight": None if line.weight is None else _points(line.weight),
        "rate": None if line.rate is None else _points(line.rate),
        "points": _points(line.points),
        "remark": line.remark,
    }


def scores_lines(period: str, scores: "Sequence[UnitScore]", locked: "LockedScores | None", plan: "Plan") -> list[str]:
    """Return scores as lines, the state first."""
    name = plan.period_name(period)
    head = say("scoring.page.preview", 期=name, 文号="")
    if locked is not None:
        facts = {"n": locked.number, "时间": format_time(locked.at), "谁": locked.by, "文号": locked.document}
        head = say("scoring.page.locked", 期=name, **facts)
    lines = [head.strip()]
    lines += [
        f"{one.scope}　{one.name}　{one.shown}　{one.grade}　{'；'.join(one.remarks)}".rstrip("　") for one in scores
    ]
    if locked is not None and locked.after:
        lines.append(say("scoring.page.after", n=len(locked.after)))
        for each in locked.after:
            codes = {"前": (each.before or "—")[:8], "后": (each.after or "—")[:8]}
            lines.append(say("scoring.page.arrived", 单位=plan.unit_in(each.unit, period), **codes))
    return lines
