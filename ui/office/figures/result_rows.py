"""Result rows: what one line of the summary says of an indicator, and how many have each verdict.

One result in, cells out: which line is open and what Enter does there, the page knows.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from models.basics.messages import say
from models.basics.quantity import format_number
from models.city.reconcile import called
from models.city.summary import Result
from models.city.verdict import SIGN_OF, TARGET_SIGNS, Verdict, VerdictSign, rate_shown, share_of_time
from models.city.weighing import Need
from models.plan.plan import Direction, Quarterly
from ui.look.marks import Bar
from ui.look.signs import Sign
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession

SIGNS = {
    VerdictSign.MET: Sign.MET,
    VerdictSign.BEHIND: Sign.BEHIND,
    VerdictSign.MISSED: Sign.MISSED,
    VerdictSign.PENDING: Sign.WAITING,
    VerdictSign.NONE: Sign.NONE,
}
TONES = {Sign.MET: "met", Sign.BEHIND: "warning", Sign.MISSED: "error", Sign.WAITING: "hint", Sign.NONE: "quiet"}


def result_row(session: OfficeSession, one: Result, *, opened: bool) -> TableRow:
    """Return the line of an indicator; its name is bold while the units' figures stand under it."""
    indicator, sign = one.indicator, SIGNS[SIGN_OF[one.verdict]]
    asked = one.is_told
    lead = session.unit_name(indicator.main_reporter)
    judged = one.judged if asked else say("office.summary.not_asked")
    shown = one.shown if asked else ""
    return TableRow(
        key=indicator.id,
        cells=(
            TableCell(text=indicator.name, bold=opened, tone="text" if asked else "quiet", shrinks=True),
            _clause(indicator.clauses),
            TableCell(text=lead, tone="quiet", small=True),
            TableCell(text=_target(one), right=True),
            TableCell(text=indicator.measure, tone="quiet", small=True),
            TableCell(text=shown, right=True, bold=True),
            _completion(session, one) if asked else TableCell(),
            TableCell(text=one.coverage, right=True),
            basis_cell(session, one) if asked else TableCell(),
            TableCell(
                text=judged, sign=sign if asked else Sign.NONE, tone=TONES.get(sign, "text") if asked else "quiet"
            ),
            TableCell(text=_before(session, indicator.id), right=True, tone="quiet"),
        ),
    )


def basis_cell(session: OfficeSession, one: Result) -> TableCell:
    """Return what the value is made of, with the sign of a difference to another department's figure."""
    differs = any(row.exceeds and row.indicator == one.indicator.id for row in session.summary.reconciliation)
    differs |= any(note.key == "summary.two_departments" for note in one.remarks)
    units = (share.unit for total in one.totals for share in total.shares)
    text = say(f"office.summary.basis_{one.basis}", **called(session.plan, units)) if one.basis else ""
    return TableCell(text=text, small=True, tone="quiet", sign=Sign.DIFFERENCE if differs else None)


def _completion(session: OfficeSession, one: Result) -> TableCell:
    """A bar where a share of the target has a meaning; of a level its distance to the target in words."""
    if one.value is None or one.target is None:
        return TableCell()
    if one.completion is None or one.indicator.quarterly is not Quarterly.PROGRESS:
        return TableCell(text=distance(one), small=True, tone="quiet")
    period = session.plan.periods[session.period_id]
    share = share_of_time(one.indicator, period)
    text = f"{rate_shown(one.indicator, one.completion)}%"
    return TableCell(
        text=text,
        small=True,
        right=True,
        bar=Bar(done=float(one.completion) / 100, time=None if share is None else float(share)),
    )


def _before(session: OfficeSession, indicator: str) -> str:
    before = session.before
    return "" if before is None else before.of(indicator).shown


def counted(results: Sequence[Result]) -> Iterator[tuple[Sign, str]]:
    """Return how many have each verdict, with its sign, best first, what waits or is not judged, not asked last."""
    for (_, sign, judged), same in groupby(sorted(map(_judged_in_order, results)), lambda one: one):
        yield sign, f"{judged} {len(list(same))}"


def _judged_in_order(one: Result) -> tuple[tuple[int, ...], Sign, str]:
    """A verdict's place among all, its sign and its word; a sum's word stands before a level's."""
    if not one.is_told:
        return (len(Verdict),), Sign.NONE, say("office.summary.not_asked")
    place, level = list(Verdict).index(one.verdict), one.indicator.quarterly is not Quarterly.PROGRESS
    kind = int(level and one.verdict in (Verdict.REACHED, Verdict.BEHIND))
    waits = [number for number, need in enumerate(Need) if need in one.needs and one.verdict is Verdict.PENDING]
    return (place, kind, *waits), SIGNS[SIGN_OF[one.verdict]], one.judged


def _clause(clauses: Sequence[str]) -> TableCell:
    """The clause that says most, as short as its section; all of them where one points at it."""
    last = clauses[-1] if clauses else ""
    section, bracket, _ = last.partition("）")
    return TableCell(text=section + bracket, tone="quiet", small=True, tip="；".join(clauses))


def distance(one: Result) -> str:
    """Return how far a level is from its target, in words; "" where the target is no single bound."""
    if one.value is None or one.target is None or one.indicator.direction not in TARGET_SIGNS:
        return ""
    gap = one.value - one.target
    bounds = {Direction.AT_MOST: "most", Direction.NO_GROWTH: "growth"}
    bound = bounds.get(one.indicator.direction, "least")
    if not gap:
        return say("office.summary.at_target")
    places = max(one.decimals, one.target_decimals)  # a target that is computed has no end of decimals
    facts = {"差": format_number(abs(gap), places, one.indicator.decide_rounding)}
    return say(f"office.summary.{'above' if gap > 0 else 'below'}_{bound}", **facts)


def _target(one: Result) -> str:
    """The target of the period with its sign: a step, a base and what the plan gives alike; "" for none."""
    if one.indicator.direction is Direction.NO_GROWTH and one.indicator.base is None:
        return say("office.summary.no_growth")
    if one.target is None:
        return ""
    return f"{TARGET_SIGNS.get(one.indicator.direction, '')}{one.shown_target}"
