"""Sources 数据来源单: where a figure of the city comes from — each cell with its paper, the sum before one's eyes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from forms.decisions.pages import decision_pages, said_facts
from forms.page.geometry import WIDE_MM
from forms.page.page import paragraph, section, space
from forms.page.tables import Row, grid
from forms.papers.answers import came_words
from forms.summary.sheets import target_words
from forms.wording.paper_texts import check_code, place_words, revision_name, state_words
from models.basics.messages import in_words_of, say
from models.basics.quantity import with_measure
from models.city.figures import DEPARTMENT
from models.desk.trace import PaperFacts, Trace, TraceCell, figure_words
from models.plan.plan import Plan
from models.workspace.office_workspace import OfficeWorkspace

_HEADS = ("counted", "unit", "item", "state", "paper", "registered", "explanation")
_WIDTHS = (24, 48, 44, 22, 52, 42, 25)


@in_words_of(lambda office, *_, **__: office.plan.words)
def sources_pages(office: OfficeWorkspace, found: Trace, at: datetime) -> bytes:
    """Return the 数据来源单 of a figure."""
    counted = [cell for cell in found.cells if cell.counted]
    heads = [say(f"papers.decisions.{key}") for key in _HEADS]
    rows: list[Row] = [_row(office, found, cell) for cell in found.cells]
    name = say("papers.decisions.trace_cells", n=len(counted))
    story: list[Any] = [said_facts(_facts(office.plan, found), WIDE_MM), *section(name)]
    story.append(grid(heads, rows, _WIDTHS, size=9, right=(3,), again=name) if rows else paragraph("—"))
    story += [space(2), paragraph(_adjudicated(office.plan, found) or _total(office.plan, found, counted))]
    return decision_pages(office, "trace", "", at, story, landscape=True)


def _facts(plan: Plan, found: Trace) -> list[tuple[str, str]]:
    result, measure = found.result, found.result.indicator.measure
    return [
        ("indicator", result.indicator.name),
        ("period", plan.periods[found.period].name),
        ("trace_value", with_measure(result.shown or "—", measure)),
        ("target", with_measure(target_words(result), measure) if result.target is not None else ""),
        ("verdict", result.judgement),
        ("coverage", result.coverage),
        ("department", _department(plan, found)),
        ("explanation", "；".join(result.notes)),
    ]


def _department(plan: Plan, found: Trace) -> str:
    """What the department gives for the same, by its name; "" where it is what counts or gives nothing."""
    own, one = found.department, found.result.indicator
    if own is None or own.value is None or found.result.basis == DEPARTMENT:
        return ""
    figure = with_measure(figure_words(plan, found.result, one.value_item, own.value), one.measure)
    return say("papers.decisions.by_department", 单位=plan.unit_in(own.unit, found.period), 数值=figure)


def _adjudicated(plan: Plan, found: Trace) -> str:
    """The office's own figure and its document in a sentence, "" where the units' figures count."""
    said, one = found.adjudication, found.result.indicator
    if said is None:
        return ""
    figure = with_measure(figure_words(plan, found.result, one.value_item, said.value), one.measure)
    return say("papers.decisions.adjudicated", 数值=figure, 文号=said.document)


def _row(office: OfficeWorkspace, found: Trace, cell: TraceCell) -> Row:
    key = "counted" if cell.counted else "inside" if cell.within else "beside"
    paper = cell.paper
    value = state_words(cell.state if cell.state != "absent" else "")
    if cell.value is not None:
        value = figure_words(office.plan, found.result, cell.item, cell.value)
    return (
        say(f"papers.decisions.{key}"),
        office.plan.unit_in(cell.unit, found.period),
        place_words(office.plan, cell.item),
        value or "—",
        f"{revision_name(paper.revision)} {check_code(paper.digest)}" if paper else "—",
        _came(paper) if paper else "—",
        cell.explanation,
    )


def _came(paper: PaperFacts) -> str:
    """When and how a paper came, and when its stamped paper did."""
    stamped = say("papers.decisions.stamped", 日期=paper.stamped) if paper.stamped else ""
    return "　".join(one for one in (came_words(paper.registered, paper.channel), stamped) if one)


def _total(plan: Plan, found: Trace, counted: list[TraceCell]) -> str:
    """The sum of what counts where the value is one, else that the plan says otherwise."""
    figures = [cell.value for cell in counted if cell.value is not None]
    total = sum(figures, Decimal(0))
    if figures and total == found.result.exact:
        item = found.result.indicator.value_item
        parts = (figure_words(plan, found.result, item, one) for one in figures)
        words = figure_words(plan, found.result, item, total)
        return f"{say('papers.decisions.total')}：{' ＋ '.join(parts)} ＝ {words}"
    return say("papers.decisions.made_of" if figures else "papers.decisions.none_counted")
