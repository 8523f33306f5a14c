"""Adjudication 审定单: the office's own figure beside the units', with both of theirs, the ground and who decided."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from forms.decisions.pages import decision_pages, said_facts, signatures
from forms.page.page import heading, paragraph
from forms.page.tables import grid
from forms.summary.sheets import target_words
from forms.wording.paper_texts import check_code, revision_name
from models.basics.errors import AppError
from models.basics.messages import in_words_of, say
from models.basics.quantity import with_measure
from models.city.adjudication import Adjudication
from models.desk.trace import figure_words
from models.office.signing import adjudication_sheet
from models.proof.proof import ChainHead
from models.workspace.office_workspace import OfficeWorkspace


def last_adjudication(office: OfficeWorkspace, period: str, indicator: str) -> Adjudication:
    """Return the last 审定数 of an indicator, also one that was taken back. Raises AppError("no_adjudication")."""
    found = [one for one in office.store.adjudication_history(period) if one.indicator == indicator]
    if not found:
        known = office.plan.indicators.get(indicator)
        raise AppError("no_adjudication", 指标=known.name if known else indicator)
    return found[-1]


@in_words_of(lambda office, *_, **__: office.plan.words)
def adjudication_pages(
    office: OfficeWorkspace, said: Adjudication, at: datetime, head: ChainHead | None = None
) -> bytes:
    """Return the 审定单 of an 审定数."""
    sheet, in_force = adjudication_sheet(office, said), office.adjudications(said.period).get(said.indicator)
    story: list[Any] = [
        said_facts(_facts(office, said, counts=in_force == said)),
        heading(say("papers.decisions.rests_on")),
        _papers(office, said),
        signatures(said.by, said.checked_by, sheet.signed),
    ]
    if in_force is None or in_force.id != said.id:
        story.insert(0, paragraph(say("papers.decisions.taken_back", 原因=""), 12))
    number = say("papers.decisions.adjudication_number", 年=sheet.year, n=sheet.number)
    return decision_pages(office, "adjudication", number, said.at, story, head=head)


def _facts(office: OfficeWorkspace, said: Adjudication, *, counts: bool) -> list[tuple[str, str]]:
    """The figure beside what the units and the department say; what it is judged to be only while it counts."""
    plan, summary = office.plan, office.summary(said.period)
    result = summary.of(said.indicator)
    compared = [one for one in summary.reconciliation if one.indicator == said.indicator]
    measure = result.indicator.measure

    def both(key: str, figures: Iterable[Decimal | None]) -> tuple[str, str]:
        told = (one.told(plan, figure) for one, figure in zip(compared, figures, strict=True))
        return key, "；".join(filter(None, told))

    return [
        ("indicator", result.indicator.name),
        ("period", plan.periods[said.period].name),
        ("value", with_measure(figure_words(plan, result, result.indicator.value_item, said.value), measure)),
        both("counties", (one.counties for one in compared)),
        both("department", (one.department for one in compared)),
        both("difference", (one.difference or None for one in compared)),
        ("target", with_measure(target_words(result), measure) if result.target is not None else ""),
        ("verdict", result.judgement if counts else ""),
        ("coverage", result.coverage),
        ("reason", said.reason),
        ("document", said.document),
        ("effect", say("papers.decisions.effect_adjudication")),
    ]


def _papers(office: OfficeWorkspace, said: Adjudication) -> Any:  # noqa: ANN401
    heads = [say(f"papers.decisions.{key}") for key in ("unit", "version", "code")]
    rows = []
    for unit, digest in said.rests_on.items():
        found = office.store.papers_of(digest)
        version = revision_name(found[0].revision) if found else "—"
        rows.append([office.plan.unit_in(unit, said.period), version, check_code(digest)])
    name = say("papers.decisions.rests_on")
    return grid(heads, rows, (80, 40, 50), size=9.5, again=name) if rows else paragraph("—")
