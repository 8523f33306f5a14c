"""Summary pages: the PDF of a period's summary — the sheets of `forms.summary.sheets`, drawn one after the other."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.geometry import MM, Foot
from forms.page.page import build, list_with_end, page_break, paragraph, remark, section, space, title
from forms.page.tables import Row, facts, grid
from forms.summary.content import Completion, ShownFigure, ShownVerdict, SummarySheet, SummarySource, Value
from forms.summary.sheets import facts_of, judgement_words
from models.basics.messages import in_words_of, say
from models.city.summary import Summary
from models.city.verdict import SIGN_OF, Verdict

SIZE = 8
WIDTH_MM = 257  # of the ruled part of a page across
_FIGURE = re.compile(r"[≥≤]?-?[0-9][0-9.]*(?:—-?[0-9][0-9.]*)?")  # a number, a bound, a range
_BETWEEN = 18  # points between two verdicts that are counted
_NARROWEST_MM, _KEY_MM = 11.5, 40  # of a column of figures; of one that says whose they are
_AROUND = 7  # points: what a cell keeps free on both sides


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
    story += [facts(facts_of(ground), 38, WIDTH_MM), space(2), *_verdict_counts(ground.found), space(1)]
    for place, sheet in enumerate(sheets):
        if place:
            story.append(space(3) if len(sheet.rows) < 6 else page_break())
        story += section(sheet.name, below=_drawn(sheet))
    if record:
        story += [space(2), remark(say("record.on_paper", 码=record))]
    foot = Foot(f"{name} · {period.name}", mark=mark)
    said = f"{name} {period.name}"
    return build(story, foot, said, landscape=True, keywords=ground.keywords, made=ground.until)


def _drawn(sheet: SummarySheet) -> list[Any]:
    """The rows, and the remarks behind them, which have no page to themselves."""
    below: list[Any] = []
    for text in sheet.remarks:
        below += [space(1), remark(text, 8.5)]
    if not sheet.rows:
        return below or [paragraph(say("papers.summary.nothing"))]
    tables = [_table(part) for part in side_by_side(sheet)]
    for table in tables[1:]:
        table.goes_on = True  # 续表 stands above its other columns, too
    last = list_with_end(tables[-1:], below) if below else tables[-1]
    return [*(part for table in tables[:-1] for part in (table, page_break())), last]


def _table(sheet: SummarySheet) -> Any:  # noqa: ANN401
    widths = column_widths(sheet)
    rows: list[Row] = [[_cell(value, widths[n]) for n, value in enumerate(row)] for row in sheet.rows]
    right = [n for n, column in enumerate(sheet.columns) if column.figures]
    return grid(sheet.header, rows, widths, size=SIZE, right=right, name=sheet.name)


def side_by_side(sheet: SummarySheet) -> list[SummarySheet]:
    """Return a sheet whose figures have no room beside each other as several, each with the columns that say whose."""
    keys = next((n for n, column in enumerate(sheet.columns) if column.figures), 0)
    if not keys or not all(column.figures for column in sheet.columns[keys:]):
        return [sheet]
    needed = [max(_NARROWEST_MM, *(_room(row[n]) for row in sheet.rows)) for n in range(keys, len(sheet.columns))]
    room = WIDTH_MM - sum(min(column.width, _KEY_MM) for column in sheet.columns[:keys])
    parts: list[list[int]] = [[]]
    for n, need in enumerate(needed):
        if parts[-1] and sum(needed[one] for one in parts[-1]) + need > room:
            parts.append([])
        parts[-1].append(n)
    return [_with_columns(sheet, keys, part) for part in parts] if len(parts) > 1 else [sheet]


def _with_columns(sheet: SummarySheet, keys: int, figures: Sequence[int]) -> SummarySheet:
    chosen = [*range(keys), *(keys + n for n in figures)]
    rows = tuple(tuple(row[n] for n in chosen) for row in sheet.rows)
    return replace(sheet, columns=tuple(sheet.columns[n] for n in chosen), rows=rows)


def column_widths(sheet: SummarySheet) -> list[float]:
    """Return the widths of the columns in mm: as the sheet says, wider where a figure would be cut in two.

    What they need more is taken from the widest column of words.
    """
    whole = sum(column.width for column in sheet.columns)
    widths = [column.width * WIDTH_MM / whole for column in sheet.columns]
    needed = [max((_room(row[n]) for row in sheet.rows), default=0.0) for n in range(len(widths))]
    for n, need in enumerate(needed):
        if (more := need - widths[n]) > 0:
            widest = max((one for one in range(len(widths)) if one != n), key=lambda one: widths[one] - needed[one])
            if widths[widest] - more >= needed[widest]:
                widths[n], widths[widest] = need, widths[widest] - more
    return widths


def _room(value: Value) -> float:
    """How wide a column has to be that its figure stands in one line; 0 for words, which may be broken."""
    if isinstance(value, ShownVerdict | Completion):
        return 0.0
    text = value if isinstance(value, str) else value.text
    if not _FIGURE.fullmatch(text):
        return 0.0
    return (text_width(text, Face.SONG, SIZE) + _AROUND) / MM


def _cell(value: Value, width_mm: float) -> Any:  # noqa: ANN401
    from forms.page.charts import CompletionBar, Marked

    if isinstance(value, ShownVerdict):
        return Marked(value.mark, value.text, SIZE)
    if isinstance(value, Completion):
        return CompletionBar(value.value, f"{value.text}%", value.passed, value.mark, width_mm - 3, SIZE)
    return value.text if isinstance(value, ShownFigure) else value


def _verdict_counts(found: Summary) -> list[Any]:
    """How many indicators have which verdict, each with its mark."""
    from reportlab.platypus import Table

    from forms.page.charts import Marked

    counted = Counter((result.is_told, result.verdict, judgement_words(result)) for result in found.results)
    order = list(Verdict)
    said = sorted(counted.items(), key=lambda one: (not one[0][0], order.index(one[0][1])))
    cells = [
        Marked(SIGN_OF[verdict].value, say("papers.summary.verdict_count", 评价=words, n=str(n)), 9)
        for (_, verdict, words), n in said
    ]
    tables = []
    for line in _lines(cells, [cell.wrap(0, 0)[0] + _BETWEEN for cell in cells]):
        table = Table([[cell for cell, _ in line]], [width for _, width in line])
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
        tables.append(table)
    return tables


def _lines(cells: Sequence[Any], widths: Sequence[float]) -> list[list[tuple[Any, float]]]:
    """Cells with their widths in lines, as many in each as there is room for."""
    lines: list[list[tuple[Any, float]]] = [[]]
    for cell, width in zip(cells, widths, strict=True):
        if lines[-1] and sum(taken for _, taken in lines[-1]) + width > WIDTH_MM * MM:
            lines.append([])
        lines[-1].append((cell, width))
    return lines
