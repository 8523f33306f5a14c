"""What the office's commands answer: JSON as promised, and lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.basics.messages import joined, say
from models.basics.period import format_time
from models.basics.quantity import in_cell, plain, with_measure
from models.ledger.ledger import IN_ORDER
from models.ledger.roster import missing_facts
from models.ledger.roster_columns import FACTS
from models.returns.file_names import readable_name

if TYPE_CHECKING:
    from forms.arrivals.received import Received
    from models.city.reconcile import Reconciliation
    from models.city.summary import Result, Summary
    from models.ledger.roster import Lateness, Roster, TimesReturned
    from models.ledger.roster_columns import RosterEntry
    from models.ledger.waiting import Waiting
    from models.plan.plan import Plan

FEW = 3  # so many alike are still told one by one


def reception_answer(item: Received) -> dict[str, object]:
    """Return one received paper or refused file."""
    return {
        "file": readable_name(item.file, whole=True),
        "unit": item.unit,
        "period": item.period,
        "revision": item.revision,
        "digest": item.digest,
        "decision": item.decision.value,
        "reasons": [reason.as_dict() for reason in item.reasons],
        "seals": {name: item.seals.get(name, "absent") for name in ("data", "workbook", "document")},
        "also": [readable_name(path, whole=True) for path in item.also],
        "kind": item.kind,
        "evidence": item.evidence.as_dict(),
    }


def reception_lines(items: Sequence[Received]) -> list[str]:
    """Return received papers as lines: file, decision, why.

    What needs somebody has lines of its own; papers in order, and files refused with one sentence, are folded.
    """
    groups: dict[object, list[Received]] = {}
    for item in items:
        groups.setdefault(_alike(item), []).append(item)
    return [
        line
        for group in groups.values()
        for line in (_folded(group) if _files(group) > FEW else (one for item in group for one in _lines(item)))
    ]


def _files(group: Sequence[Received]) -> int:
    """How many a group of alike ones is told as: papers; of what is none files, copies of one another too."""
    return len(group) if group[0].digest else sum(1 + len(item.also) for item in group)


def _alike(item: Received) -> object:
    """What files share that are told in one line; nothing is shared with a paper that needs somebody."""
    if item.digest is None:
        return item.decision, tuple(reason.cause or reason.message for reason in item.reasons)
    if item.decision in IN_ORDER and not item.evidence.missing:
        return item.decision, tuple(reason.check for reason in item.reasons)
    return item.digest, item.file


def _lines(item: Received) -> Iterator[str]:
    yield say("cli.received", 文件=readable_name(item.file), 结果=say(f"papers.decision.{item.decision.value}"))
    yield from (f"    {reason.message}" for reason in item.reasons)
    if item.evidence.listed:
        yield f"    {item.evidence.sentence()}"


def _folded(group: Sequence[Received]) -> Iterator[str]:
    first = group[0]
    facts = {
        "n": _files(group),
        "文件": readable_name(first.file),
        "结果": say(f"papers.decision.{first.decision.value}"),
    }
    told = say("cli.received_papers" if first.digest else "cli.received_files", **facts)
    if not first.digest and len(first.reasons) == 1:  # a kind of files is one line, however many there are
        yield f"{told}　{first.reasons[0].message}"
        return
    yield told
    yield from (f"    {reason.message}" for reason in first.reasons)
    if first.digest and first.reasons:
        yield f"    {say('cli.received_alike', n=len(group) - 1)}"


def status_answer(
    roster: Roster, waiting: Sequence[Waiting] = (), entries: Iterable[RosterEntry] = ()
) -> dict[str, object]:
    """Return the roster: three counts, then unit ids; `not_due`: of the missing who still has time → why.

    `units`: expected unit → the facts of its line, null where there is nothing to say.
    """
    return {
        "expected": len(roster.expected),
        "received": len(roster.received),
        "on_time": roster.on_time,
        **{name: list(units) for name, units in roster.groups.items()},
        "period": roster.period,
        "waiting": [_waiting(one) for one in waiting],
        "lateness": [_lateness(one) for one in roster.late],
        "sent_back": {
            unit: {"times": one.times, "until": one.until.isoformat() if one.until else None}
            for unit, one in roster.sent_back.items()
        },
        "not_due": dict(roster.waits),
        "units": {entry.unit: {fact.key: _json(fact.says(entry)) for fact in FACTS} for entry in entries},
        "completeness": roster.completeness,
        "timeliness": roster.timeliness,
    }


def _waiting(one: Waiting) -> dict[str, object]:
    return {
        "unit": one.unit,
        "period": one.period,
        "revision": one.revision,
        "digest": one.digest,
        "decision": one.decision.value,
        "since": one.since.isoformat(),
    }


def _lateness(one: Lateness) -> dict[str, object]:
    return {
        "unit": one.unit,
        "working_days": one.working_days,
        "days": one.days,
        "registered": one.registered.isoformat() if one.registered else None,
        "due": one.due.at.isoformat(),
        **({"until": one.until.isoformat()} if one.until else {}),  # counted from the deadline of a 退回单
    }


def _json(value: int | date | datetime | str | None) -> int | str | None:
    return value.isoformat() if isinstance(value, date) else value


def status_lines(
    roster: Roster, plan: Plan, waiting: Sequence[Waiting] = (), refused: Mapping[str, bool] = MappingProxyType({})
) -> list[str]:
    """Return the roster as lines; `refused`: units whose only papers were rejected → they were told so."""
    lines = [
        say(
            "cli.status",
            应报=len(roster.expected),
            已收=len(roster.received),
            迟报=len(roster.late),
            待认定=len(roster.disputed),
            **missing_facts(roster, "todo.roster"),
            退回=len(roster.returned),
            待核实=len(roster.held),
        )
    ]
    beside = {"late": {one.unit: say("cli.status_late_by", n=one.working_days) for one in roster.late}}
    beside["sent_back"] = {unit: _sent_back(one) for unit, one in roster.sent_back.items()}
    for name, units in {**roster.groups, "sent_back": tuple(roster.sent_back)}.items():
        if units:
            facts = beside.get(name, {})
            names = (f"{plan.unit_in(unit, roster.period)}{facts.get(unit, '')}" for unit in units)
            lines.append(say(f"cli.status_{name}", 名单="、".join(names)))
    return [*lines, *(_waiting_line(one, plan, refused) for one in waiting)]


def _waiting_line(one: Waiting, plan: Plan, refused: Mapping[str, bool]) -> str:
    told = ""
    if one.unit in refused:
        told = say("cli.status_told" if refused[one.unit] else "cli.status_untold")
    line = say(
        "cli.status_waiting",
        单位=plan.unit_in(one.unit, one.period),
        版次=one.revision,
        结果=say(f"papers.decision.{one.decision}"),
        时间=format_time(one.since),
    )
    return f"{line}{told}"


def _sent_back(one: TimesReturned) -> str:
    if one.until is None:
        return say("cli.status_times", n=one.times)
    return say("cli.status_times_until", n=one.times, 时限=format_time(one.until))


def summary_answer(found: Summary) -> dict[str, object]:
    """Return the summary of a period."""
    return {
        "period": found.period,
        "coverage": {
            "expected": len(found.expected),
            "received": len(found.received),
            "missing": list(found.missing),
            "disputed": list(found.disputed),
        },
        "indicators": [_result(result) for result in found.results],
        "reconciliation": [_reconciliation(one) for one in found.reconciliation],
        "gaps": [{"place": g.place, "clause": g.clause, "unit": g.unit, "role": g.role} for g in found.gaps],
        "findings": [
            {
                "check": one.check,
                "level": one.level,
                "message": one.message,
                "indicator": one.indicator,
                "unit": one.unit,
                "item": one.at,
            }
            for one in found.findings
        ],
    }


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _result(result: Result) -> dict[str, object]:
    from models.city.verdict import rate_shown

    rate = result.completion
    return {
        "id": result.indicator.id,
        "name": result.indicator.name,
        "value": _figure(result.value),
        "exact": _figure(result.exact),
        "target": _figure(result.target),
        "verdict": result.verdict.value,
        "basis": result.basis,
        "coverage": result.coverage,
        "notes": list(result.notes),
        "shown": result.shown,
        "judgement": result.judgement,
        "owed": len(result.found.owed),
        "answered": len(result.found.answered),
        "not_applicable": list(result.found.not_applicable),
        "missing": list(result.found.missing),
        "awaited": list(result.found.awaited),
        "open": [*result.found.open, *result.found.not_due],
        "waiting": [*result.found.held, *result.found.returned, *result.found.disputed],
        "lines": list(result.found.lines) if result.found.lines else None,
        "not_asked": not result.found.asked,
        "department": _department(result),
        "decided_with": result.decided_with,
        "year_end": _figure(result.year_end),
        "needs": sorted(need.value for need in result.needs),
        "completion": None if rate is None else str(rate_shown(result.indicator, rate)),
        "alternatives": {name: _figure(value) for name, value in result.alternatives.items()},
        "within": {share.unit: _figure(share.figure) for share in result.total.within} if result.total else {},
    }


def _department(result: Result) -> dict[str, object] | None:
    department = result.department
    if department is None:
        return None
    return {"unit": department.unit, "value": _figure(result.department_value), "disputed": department.disputed}


def _reconciliation(one: Reconciliation) -> dict[str, object]:
    return {
        "indicator": one.indicator,
        "item": one.item,
        "counties": _figure(one.counties),
        "department": _figure(one.department),
        "difference": _figure(one.difference),
        "complete": one.complete,
        "exceeds": one.exceeds,
        "outcome": one.outcome.value,
        "units": [
            {
                "unit": unit.unit,
                "county": _figure(unit.county),
                "department": _figure(unit.department),
            }
            for unit in one.units
        ],
        "others": [
            {
                "unit": unit.unit,
                "county": _figure(unit.county),
                "department": _figure(unit.department),
                "state": unit.state or None,
                "agrees": unit.agrees,
            }
            for unit in one.others
        ],
    }


def summary_lines(found: Summary, plan: Plan) -> list[str]:
    """Return the verdicts as lines."""
    return list(_summary_lines(found, plan))


def registered_words(result: Result, plan: Plan, period: str) -> str:
    """What the lead department has registered beside the counties' figures; "" for nothing."""
    department = result.department
    if department is None or department.value is None:
        return ""
    item = plan.items[result.indicator.value_item]
    facts = {
        "部门": plan.unit_in(department.unit, period),
        "数值": with_measure(in_cell(department.value, item.decimals, plan.rounding), item.measure),
    }
    return say("cli.verdict_department", **facts)


def _summary_lines(found: Summary, plan: Plan) -> Iterator[str]:
    from forms.summary.sheets import target_words

    for result in found.results:
        notes = (registered_words(result, plan, found.period), *result.notes)
        value = "—" if result.value is None else with_measure(result.shown, result.indicator.measure)
        asked = "" if result.coverage else "_before" if result.decided_with else "_not_asked"
        yield say(
            f"cli.verdict{asked}",
            编号=result.indicator.id,
            指标=result.indicator.name,
            数值=value,
            目标=target_words(result),
            评价=result.judged,
            覆盖=result.coverage,
            注=joined(one for one in notes if one),
        )
