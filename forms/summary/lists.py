"""Lists of a summary: the roster, what the office's checks found, what changed since."""

from datetime import date, datetime
from decimal import Decimal

from forms.summary.content import ShownFigure, ShownVerdict, SummarySheet, SummarySource, Value, columns_of
from forms.wording.changes import kept_words, measure_of_change
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import place_words
from models.basics.messages import say
from models.basics.period import format_time
from models.city.findings import OfficeFinding
from models.ledger.roster_columns import FACTS, RosterEntry, RosterFact, roster_entries

MM_A_CHARACTER = 2  # of the width of a column
_ROSTER_MARKS = {
    "received": "met", "late": "behind", "missing": "missed", "held": "pending", "returned": "behind",
    "disputed": "pending",
}  # fmt: skip


def roster_sheet(ground: SummarySource) -> SummarySheet:
    """Every unit that owes a return: its state, and the facts of the roster."""
    roster, city = ground.roster, ground.city
    facts = [one for one in FACTS if one.on_paper(roster)]
    columns = columns_of(
        ("code", 24),
        ("unit", 80),
        ("roster_state", 40),
        *((fact.key, MM_A_CHARACTER * fact.characters, fact.figure) for fact in facts),
    )
    rows: list[tuple[Value, ...]] = []
    for entry in roster_entries(roster, city.settings, ground.received):
        state = roster.state_of(entry.unit)
        mark = ShownVerdict(_ROSTER_MARKS[state], _state_said(ground, entry.unit, state))
        rows.append((entry.unit, city.name(entry.unit), mark, *(_fact_said(fact, entry) for fact in facts)))
    clock = say(f"papers.summary.clock_{city.settings.clock}")
    return SummarySheet(name=say("papers.summary.roster"), columns=columns, rows=tuple(rows), remarks=(clock,))


def _fact_said(fact: RosterFact, entry: RosterEntry) -> Value:
    """A fact as it stands on paper; beside the due time the deadline of a 退回单 that lateness is counted from."""
    value = fact.says(entry)
    returned = entry.roster.sent_back.get(entry.unit)
    if fact.key == "due" and isinstance(value, datetime) and returned is not None and returned.until:
        return say("papers.summary.due_then", 时限=format_time(value), 订正时限=format_time(returned.until))
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, date):
        return value.isoformat()
    return ShownFigure(Decimal(value)) if isinstance(value, int) else value or ""


def _state_said(ground: SummarySource, unit: str, state: str) -> str:
    """How a unit stands; of one without a return also why it still has time, or that what it sent cannot be read."""
    words, whys = say(f"papers.summary.roster_{state}"), []
    if unit in ground.roster.waits:
        words, whys = say("papers.summary.unreported"), [ground.roster.waits[unit]]
    if unit in ground.refused:
        whys.append("refused_told" if ground.refused[unit] else "refused_untold")
    why = "；".join(say(f"papers.summary.{one}") for one in whys)
    return say("papers.summary.counted", n=words, 原因=why) if why else words


def _message(ground: SummarySource, one: OfficeFinding) -> str:
    """The sentence of a finding; what a unit's rows say in it is masked as their columns are."""
    sheet = ground.city.sheets.get(one.unit or "")
    if one.source is None or sheet is None:
        return one.message
    rows = {name: [row.values for row in rows] for name, rows in sheet.registers.items()}
    return masked_message(one.source, sensitive_texts(ground.city.plan, rows))


def findings_sheet(ground: SummarySource) -> SummarySheet:
    """What the office's own checks found."""
    plan, city = ground.city.plan, ground.city
    columns = columns_of(("number", 20), ("unit", 50), ("indicator", 60), ("message", 130))
    rows = tuple(
        (
            one.check,
            city.name(one.unit) if one.unit else "",
            plan.indicators[one.indicator].name if one.indicator else "",
            _message(ground, one),
        )
        for one in ground.found.findings
    )
    remarks = () if rows else (say("papers.summary.nothing"),)
    return SummarySheet(name=say("papers.summary.findings"), columns=columns, rows=rows, remarks=remarks)


def changes_sheet(ground: SummarySource) -> SummarySheet | None:
    """通报后变动清单: what moved since the set issued before."""
    if not ground.changes:
        return None
    plan, city = ground.city.plan, ground.city
    columns = columns_of(
        ("unit", 50),
        ("item", 60),
        ("indicator", 50),
        ("measure", 20),
        ("old", 30, True),
        ("new", 30, True),
        ("verdict_old", 20),
        ("verdict_new", 20),
    )
    rows = tuple(
        (
            city.name(one.unit) if one.unit else "",
            place_words(plan, one.item) if one.item else "",
            plan.indicators[one.indicator].name,
            measure_of_change(plan, one.item, one.indicator),
            *(_number(words) for words in kept_words(plan, one.item, one.before, one.after)),
            one.judged_before,
            one.judged_after,
        )
        for one in ground.changes
    )
    return SummarySheet(name=say("papers.summary.changes"), columns=columns, rows=rows)


def _number(words: str) -> Value:
    """What was kept of a cell or of a value: a number where it is one, else its words."""
    whole, _, part = words.removeprefix("-").partition(".")
    if not (whole + part).isdecimal():
        return words or "—"
    return ShownFigure(Decimal(words), decimals=len(part))
