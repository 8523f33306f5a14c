"""Document cover: page 1 of a return — what it is, whose it is, who signs, where the stamp goes, for which data.

The lower part (校验码, room for the stamp) lies at fixed places, so that a stamp always finds its room.
"""

from typing import Any

from forms.page.font_files import Face
from forms.page.foot import draw_stamp_area
from forms.page.geometry import BINDING_MM, BOUND_MM, MM, RULE, SOFT, STAMP_BOTTOM_MM, STAMP_MM, TEAL, Fixed
from forms.page.page import paragraph, space
from forms.wording.paper_texts import (
    check_code,
    cover_text,
    day_words,
    header_lines,
    revision_name,
    unit_name,
)
from models.basics.canonical import in_fours
from models.basics.messages import say
from models.basics.sizes import size_words
from models.plan.plan import Means, Plan
from models.returns.returns import Return
from models.sheet.cells import COVER_LIMIT

FIXED_MM = 90  # from the foot of the page: nothing flows below it


def cover_story(filed: Return, plan: Plan, *, draft: bool, files_note: str) -> list[Any]:
    """Return what flows on the cover."""
    story: list[Any] = [_head(plan, filed.period, draft=draft), space(10)]
    story += [paragraph(cover_title(plan, filed.period), 24, Face.HEI, alignment=1, leading=36, spaceAfter=6)]
    if draft:
        story.append(paragraph(say("papers.document.draft"), 16, Face.KAI, alignment=1, textColor=SOFT))
    story += [space(7), _signatures(filed, plan), space(3)]
    if files_note:
        story.append(paragraph(files_note, 9, Face.KAI, textColor=SOFT))
    return story


def cover_title(plan: Plan, period: str) -> str:
    """Return the title in two lines, broken before the period: 安康市…工作 / （2020年第三季度）报表."""
    name = say("papers.document.title", 方案=plan.short_title, 期=plan.periods[period].name.partition("（")[0])
    first, bracket, rest = name.partition("（")
    return f"{first}\n{bracket}{rest}"


def _head(plan: Plan, period: str, *, draft: bool) -> Any:  # noqa: ANN401
    """The small line at the left (what to do with this file) and the marks of the form at the right."""
    from reportlab.platypus import Table

    hub = plan.unit_in(plan.office, period) if plan.office else say("papers.document.office")
    next_key = "papers.document.draft_next" if draft else "papers.document.next"
    left = [
        paragraph(say("papers.open_with"), 14, Face.HEI, textColor=TEAL, leading=20),
        paragraph(say(next_key, 打开=say("papers.open_with"), 接收=hub), 9, Face.KAI, textColor=SOFT, leading=13),
    ]
    if not draft:
        left.insert(1, paragraph(say("papers.document.what"), 9, Face.KAI, textColor=SOFT, leading=13))
    right = [paragraph(_short(line), 9, leading=13) for line in header_lines(plan.header)]
    table = Table([[left, right]], [(BOUND_MM - 62) * MM, 62 * MM])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    return table


def _signatures(filed: Return, plan: Plan) -> Any:  # noqa: ANN401
    """The lines people fill and sign on a paper form, each with a rule under it."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table

    rows = [
        [paragraph(say(f"papers.document.{key}"), 12, leading=17), paragraph(_short(text), 12, Face.KAI, leading=17)]
        for key, text in _cover_rows(filed, plan)
    ]
    table = Table(rows, [46 * MM, (BOUND_MM - 20 - 46) * MM], hAlign="CENTER")
    table.setStyle(
        [
            ("LINEBELOW", (1, 0), (1, -1), 0.5, HexColor(RULE)),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return table


def _short(text: str) -> str:
    """The beginning of a text too long for a cover; the reason of a revision stands in full on the last page."""
    return text if len(text) <= COVER_LIMIT else text[: COVER_LIMIT - 1] + "…"


def _cover_rows(filed: Return, plan: Plan) -> list[tuple[str, str]]:
    day = cover_text(filed, plan.field_name(Means.DATED))
    rows = [
        ("unit", unit_name(filed, plan)),
        ("period", plan.periods[filed.period].name),
        ("revision", _revision(filed)),
        ("office_in_charge", cover_text(filed, plan.field_name(Means.MADE_BY))),
        ("head", cover_text(filed, plan.field_name(Means.ANSWERS))),
        ("reviewer", cover_text(filed, plan.field_name(Means.REVIEWED))),
        ("clerk", cover_text(filed, plan.field_name(Means.PREPARED))),
        ("telephone", cover_text(filed, plan.field_name(Means.TELEPHONE))),
        ("day", day_words(day) if day else say("papers.document.day_blank")),
    ]
    if filed.ancestors:
        rows.insert(3, ("reason", filed.reason or say("papers.document.no_reason")))
    if filed.evidence:
        size = size_words(sum(evidence.size for evidence in filed.evidence))
        rows.append(("evidence", say("papers.document.evidence_count", n=len(filed.evidence), 大小=size)))
    return rows


def _revision(filed: Return) -> str:
    if not filed.ancestors:
        return revision_name(1)
    return say("papers.document.corrected_full", n=len(filed.ancestors))


def cover_fixed(filed: Return, *, draft: bool) -> Fixed:
    """Return what stands at fixed places of page 1."""

    def draw(canvas: Any) -> None:  # noqa: ANN401
        left = BINDING_MM * MM
        draw_stamp_area(canvas, (BINDING_MM + BOUND_MM - STAMP_MM) * MM, STAMP_BOTTOM_MM * MM, STAMP_MM * MM)
        width = (BOUND_MM - STAMP_MM - 8) * MM
        _draw_code(canvas, filed.digest, left, (FIXED_MM - 6) * MM, width, draft=draft)

    return Fixed(draw, FIXED_MM)


def _draw_code(canvas: Any, digest: str, left: float, top: float, width: float, *, draft: bool) -> None:  # noqa: ANN401
    half = len(digest) // 2
    parts = [
        paragraph(say("papers.document.code"), 9, Face.KAI, textColor=SOFT, leading=13),
        paragraph(check_code(digest), 17, Face.HEI, leading=24),
        paragraph(say("papers.document.digest"), 8, Face.KAI, textColor=SOFT, leading=12),
        paragraph(f"{in_fours(digest[:half])}\n{in_fours(digest[half:])}\n", 8, leading=11),
        paragraph(say(f"papers.document.{'unsealed' if draft else 'sealed'}"), 9, Face.KAI, textColor=SOFT, leading=13),
        paragraph(say("papers.document.printed_law") + "\n ", 9, Face.KAI, textColor=SOFT, leading=13),
        paragraph(say("papers.document.not_secret"), 10, Face.HEI, leading=15),
    ]
    for part in parts:
        top -= part.wrapOn(canvas, width, 400)[1]
        part.drawOn(canvas, left, top)
