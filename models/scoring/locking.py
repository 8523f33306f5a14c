"""Locking: the rules in force, scores as they stand, and those that were locked with the papers they rest on.

Rules and locked scores are acts of their own; their texts are kept byte for byte. What comes after a lock is listed
(锁定后到件) and moves nothing; locking again takes a reason, the earlier set stays in the record.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.proof.proof import require_sound
from models.scoring.rules import ScoreRules, read_rules
from models.scoring.scores import ScoreLine, UnitScore, scores_of
from models.sheet.explanation import require_reason
from models.workspace.act import ActKind, act, stated
from models.workspace.office_workspace import OfficeWorkspace

RULES, LOCK = "rules", "lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterLock:
    """A paper in force now that was not when scores were locked; digests and times None = there is or was none."""

    unit: str
    before: str | None
    after: str | None
    registered: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedScores:
    """A locked set: which of the period, when, by whom, under which document, and what came since."""

    number: int
    at: datetime
    by: str
    document: str
    scores: tuple[UnitScore, ...]
    after: tuple[AfterLock, ...]


def rules_in_force(office: OfficeWorkspace) -> ScoreRules | None:
    """Return the rules the office gave last for its plan, None where it gave none."""
    for row in reversed(office.store.acts.rows(ActKind.SCORE)):
        if row.about["what"] == RULES and row.about["plan"] == office.plan.id:
            content = office.store.acts.content(row.about["content"])
            if content is None:
                raise AppError("issued_lost", 文件=RULES)
            return read_rules(content.decode(), office.plan)
    return None


def rules_given(office: OfficeWorkspace) -> bool:
    """Return True when the office gave rules for its plan."""
    rows = office.store.acts.rows(ActKind.SCORE)
    return any(row.about["what"] == RULES and row.about["plan"] == office.plan.id for row in rows)


def set_rules(office: OfficeWorkspace, text: str, *, by: str, at: datetime | None = None) -> ScoreRules:
    """Put rules in force; `at`: since when, None for now. Raises as `read_rules`; what is locked stays as it is."""
    rules = read_rules(text, office.plan)
    content = text.encode()
    about = {"what": RULES, "plan": office.plan.id, "content": hashlib.sha256(content).hexdigest(), **stated(at)}
    why = "；".join(filter(None, (say("record.why.score_rules"), rules.document)))
    with act(office.store, by, ActKind.SCORE, why=why, about=about):
        office.store.acts.keep(content)
    return rules


def preview_scores(
    office: OfficeWorkspace, period: str, rules: ScoreRules | None = None, at: datetime | None = None
) -> tuple[UnitScore, ...]:
    """Return the scores as they stand, by the rules given or in force. Raises AppError("no_score_rules")."""
    here = office.at(period)
    rules = rules or rules_in_force(here)
    if rules is None:
        raise AppError("no_score_rules")
    lines, city = here.lines(period, at), here.city(period, at)
    return scores_of(rules, city, here.summary(period, at), here.roster(period, at), lines)


def _rules_to_lock(office: OfficeWorkspace) -> ScoreRules:
    rules = rules_in_force(office)
    if rules is None:
        raise AppError("no_score_rules")
    if lacking := rules.lacking():
        raise AppError("scores_not_ready", listing="\n".join(lacking), problems=lacking)
    return rules


def lock_scores(office: OfficeWorkspace, period: str, *, reason: str = "", by: str, at: datetime) -> LockedScores:
    """Lock the scores of a period as they stand.

    Raises AppError("no_score_rules"), ("scores_not_ready") while weights are not 100, ("locked_already") without a
    reason to lock a period again, ("reason_vague").
    """
    here = office.at(period)
    rules = _rules_to_lock(here)
    before = locked_scores(here, period)
    if before is not None and not reason.strip():
        raise AppError("locked_already", n=before.number)
    reason = require_reason(reason) if before is not None or reason.strip() else ""
    require_sound(here.store)
    scores = preview_scores(here, period, rules)
    said = json_text({"scores": [_said(one) for one in scores], "digests": _digests(here, period)}).encode()
    about = {
        "what": LOCK,
        "period": period,
        "number": before.number + 1 if before else 1,
        "document": rules.document,
        "at": at.isoformat(),
        "content": hashlib.sha256(said).hexdigest(),
    }
    facts = {"报告期": here.plan.period_name(period), "n": about["number"], "办法": rules.document}
    why = "；".join(filter(None, (say("record.why.scores", **facts), reason)))
    with act(here.store, by, ActKind.SCORE, why=why, about=about):
        here.store.acts.keep(said)
    locked = locked_scores(here, period)
    if locked is None:
        raise RuntimeError("locked scores are not here")
    return locked


def locked_scores(office: OfficeWorkspace, period: str) -> LockedScores | None:
    """Return the set locked last for a period, None where none was."""
    rows = [row for row in office.store.acts.rows(ActKind.SCORE) if row.about.get("period") == period]
    if not rows:
        return None
    about = rows[-1].about
    content = office.store.acts.content(about["content"])
    if content is None:
        raise AppError("issued_lost", 文件=LOCK)
    said = json.loads(content)
    return LockedScores(
        number=int(about["number"]),
        at=datetime.fromisoformat(about["at"]),
        by=rows[-1].by,
        document=about["document"],
        scores=tuple(_score(one) for one in said["scores"]),
        after=_after(office, period, said["digests"]),
    )


def _digests(office: OfficeWorkspace, period: str) -> dict[str, str]:
    return {unit: line.in_force for unit, line in office.lines(period).items() if line.in_force}


def _after(office: OfficeWorkspace, period: str, before: Mapping[str, str]) -> tuple[AfterLock, ...]:
    now = _digests(office, period)
    moved = [unit for unit in {**before, **now} if before.get(unit) != now.get(unit)]
    return tuple(
        AfterLock(
            unit=unit,
            before=before.get(unit),
            after=now.get(unit),
            registered=office.store.papers_of(now[unit])[0].registered if unit in now else None,
        )
        for unit in sorted(moved)
    )


def _said(one: UnitScore) -> dict[str, object]:
    return {
        "unit": one.unit,
        "name": one.name,
        "scope": one.scope,
        "parts": {name: plain(points) for name, points in one.parts.items()},
        "total": plain(one.total),
        "grade": one.grade,
        "remarks": list(one.remarks),
        "lines": [
            {
                "share": line.share,
                "key": line.key,
                "name": line.name,
                "given": plain(line.given),
                "weight": None if line.weight is None else plain(line.weight),
                "rate": None if line.rate is None else plain(line.rate),
                "points": plain(line.points),
                "remark": line.remark,
            }
            for line in one.lines
        ],
    }


def _score(said: Mapping[str, Any]) -> UnitScore:
    def figure(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return UnitScore(
        unit=said["unit"],
        name=said["name"],
        scope=said["scope"],
        parts={name: Decimal(points) for name, points in said["parts"].items()},
        total=Decimal(said["total"]),
        grade=said["grade"],
        remarks=tuple(said["remarks"]),
        lines=tuple(
            ScoreLine(
                share=one["share"],
                key=one["key"],
                name=one["name"],
                given=Decimal(one["given"]),
                weight=figure(one["weight"]),
                rate=figure(one["rate"]),
                points=Decimal(one["points"]),
                remark=one["remark"],
            )
            for one in said["lines"]
        ),
    )
