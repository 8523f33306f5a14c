"""Ruling 认定单: which of several versions stands, over which, why, and where they differ."""

from datetime import datetime
from typing import Any

from forms.decisions.pages import decision_pages, said_facts, signatures
from forms.page.page import heading, paragraph, remark, space
from forms.page.tables import grid
from forms.papers.answers import came_words
from forms.seals.keys.certificates import comparison_code
from forms.wording.changes import changed_places, named_with_measure
from forms.wording.paper_texts import check_code, revision_name
from models.basics.errors import AppError
from models.basics.messages import in_words_of, say
from models.ledger.rulings import Ruling
from models.office.effects import compared, with_ruling
from models.office.signing import ruling_sheet
from models.proof.proof import ChainHead
from models.returns.returns import parse_return
from models.store.office.records import PaperRow, line_in_force
from models.workspace.office_workspace import OfficeWorkspace

MOST = 60  # differing places that are printed


def last_ruling(office: OfficeWorkspace, unit: str, period: str) -> Ruling:
    """Return the ruling in force for a unit and period. Raises AppError("no_ruling")."""
    found = office.store.rulings(unit, period)
    if not found:
        raise AppError(
            "no_ruling",
            单位=office.at(period).plan.unit_in(unit, period),
            报告期=office.at(period).plan.period_name(period),
        )
    return found[-1]


@in_words_of(lambda office, *_, **__: office.plan.words)
def ruling_pages(office: OfficeWorkspace, ruling: Ruling, at: datetime, head: ChainHead | None = None) -> bytes:
    """Return the 认定单 of a ruling."""
    plan = office.plan
    sheet = ruling_sheet(office, ruling)
    kept = office.store.papers_of(ruling.keep)
    others = [row for digest in ruling.over for row in office.store.papers_of(digest)[:1]]
    story: list[Any] = [
        said_facts(
            [
                ("unit", plan.unit_name(ruling.unit, at.date())),
                ("period", plan.periods[ruling.period].name),
                ("outcome", say("papers.decisions.effect_ruling")),
                ("reason", ruling.reason),
            ]
        ),
        heading(say("papers.decisions.papers")),
        _versions(office, [("kept", row) for row in kept[:1]] + [("ruled_out", row) for row in others]),
    ]
    for other in others:
        story += _differing(office, kept[0], other)
        story += _effects(office, ruling, kept[0], other)
    story.append(signatures(ruling.by, ruling.checked_by, sheet.signed))
    number = say("papers.decisions.ruling_number", 年=sheet.year, n=sheet.number)
    return decision_pages(office, "ruling", number, ruling.at, story, head=head)


def _versions(office: OfficeWorkspace, rows: list[tuple[str, PaperRow]]) -> Any:  # noqa: ANN401
    heads = [say(f"papers.decisions.{key}") for key in ("outcome", "version", "code", "registered", "key")]
    said = []
    for outcome, row in rows:
        came = line_in_force(office.store.receptions(row.digest), row.key)
        when = came_words(row.registered, came.channel if came else "")
        said.append(
            [
                say(f"papers.decisions.{outcome}"),
                revision_name(row.revision),
                check_code(row.digest),
                when,
                comparison_code(row.key),
            ]
        )
    return grid(heads, said, (22, 26, 38, 42, 42), size=9.5)


def _effects(office: OfficeWorkspace, ruling: Ruling, kept: PaperRow, other: PaperRow) -> list[Any]:
    """What each version makes of the indicators, as it was known when it was decided."""
    supposed = with_ruling(office, ruling.unit, ruling.period, other.digest, (kept.digest,), ruling.at)
    before, after = (one.summary(ruling.period, ruling.at) for one in (office, supposed))
    found = compared(before, after, on_paper=True)
    name = say("papers.decisions.effects", n=len(found))
    story: list[Any] = [heading(name)]
    if not found:
        return [*story, paragraph(say("papers.decisions.no_effects"))]
    heads = [say(f"papers.decisions.{key}") for key in ("indicator", "as_kept", "as_other")]
    names = office.at(ruling.period).plan.indicators
    named = {one.indicator: names[one.indicator] for one in found[:MOST]}
    rows = [
        [named_with_measure(named[one.indicator].name, named[one.indicator].measure), one.before, one.after]
        for one in found[:MOST]
    ]
    return [*story, grid(heads, rows, (60, 55, 55), size=9.5, again=name)]


def _differing(office: OfficeWorkspace, kept: PaperRow, other: PaperRow) -> list[Any]:
    was, now = parse_return(other.content), parse_return(kept.content)
    found = list(changed_places(office.plan, was, now, measured=True))
    name = say("papers.decisions.differing", n=len(found))
    story: list[Any] = [heading(name)]
    if not found:
        return [*story, paragraph(say("papers.decisions.same"))]
    heads = [say("papers.decisions.place"), say("papers.decisions.first"), say("papers.decisions.other")]
    rows = [[place, new or "—", old or "—"] for place, old, new in found[:MOST]]
    story.append(grid(heads, rows, (90, 40, 40), size=9.5, again=name))
    if len(found) > MOST:
        story += [space(1), remark(say("papers.decisions.rest", n=len(found) - MOST))]
    return story
