"""Summary pages: the PDF of a period's summary — the sheets of `forms.summary.sheets`, drawn one after the other."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from forms.page.geometry import Foot
from forms.page.page import Row, build, facts, grid, page_break, paragraph, remark, section, space, title
from forms.summary.content import Completion, ShownFigure, ShownVerdict, SummarySheet, SummarySource, Value
from forms.summary.sheets import facts_of
from models.basics.messages import in_words_of, say
from models.city.summary import Summary
from models.city.verdict import Verdict

SIZE = 8
WIDTH_MM = 257  # of the ruled part of a page across


@in_words_of(lambda ground, *_, **__: ground.city.plan.words)
def summary_pages(
    ground: SummarySource, sheets: Sequence[SummarySheet], name: str, mark: str, record: str = ""
) -> bytes:
    """Return the PDF. `name` is the large line; `mark` stands across every page ("" = none).

    `record`: the head of the office's chain of acts, so that a past that is rewritten later shows.
    """
    period = ground.city.period
    number = say("papers.summary.issue_number", n=ground.number) if ground.number else ""
    story: list[Any] = [*title(name, f"{period.name}　{number}".rstrip("　"), size=16)]
    story += [facts(facts_of(ground), 38, WIDTH_MM), space(2), _verdict_counts(ground.found), space(1)]
    for place, sheet in enumerate(sheets):
        if place:
            story.append(space(3) if len(sheet.rows) < 6 else page_break())
        story += [*section(sheet.name), *_drawn(sheet)]
    if record:
        story += [space(2), remark(say("record.on_paper", 码=record))]
    return build(story, Foot(f"{name} · {period.name}", mark=mark), f"{name} {period.name}", landscape=True)


def _drawn(sheet: SummarySheet) -> list[Any]:
    whole = sum(column.width for column in sheet.columns)
    widths = [column.width * WIDTH_MM / whole for column in sheet.columns]
    found: list[Any] = []
    if sheet.rows:
        rows: list[Row] = [[_cell(value, widths[n]) for n, value in enumerate(row)] for row in sheet.rows]
        right = [n for n, column in enumerate(sheet.columns) if column.figures]
        found.append(grid(sheet.header, rows, widths, size=SIZE, right=right, name=sheet.name))
    for text in sheet.remarks:
        found += [space(1), remark(text, 8.5)]
    return found or [paragraph(say("papers.summary.nothing"))]


def _cell(value: Value, width_mm: float) -> Any:  # noqa: ANN401
    from forms.page.charts import CompletionBar, Marked

    if isinstance(value, ShownVerdict):
        return Marked(value.mark, value.text, SIZE)
    if isinstance(value, Completion):
        return CompletionBar(value.value, value.printed, value.passed, value.mark, width_mm - 3, SIZE)
    return value.text if isinstance(value, ShownFigure) else value


def _verdict_counts(found: Summary) -> Any:  # noqa: ANN401
    """How many indicators have which verdict, each with its mark."""
    from reportlab.platypus import Table

    from forms.page.charts import Marked

    counted = Counter((result.verdict, result.judgement) for result in found.results)
    order = list(Verdict)
    said = sorted(counted.items(), key=lambda one: order.index(one[0][0]))
    cells = [
        Marked(verdict.value, say("papers.summary.verdict_count", 评价=words, n=str(n)), 9)
        for (verdict, words), n in said
    ]
    table = Table([cells], [cell.wrap(0, 0)[0] + 18 for cell in cells])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return table
