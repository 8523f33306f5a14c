"""Approval sheet 审签单: the one page a leader reads, signs and has stamped before a return is sealed.

Shows the figures that carry a target, the explanations, and the 校验码 that the sealed return must bear.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forms.document.document import foot_of
from forms.document.findings import explanation_words, of_kind
from forms.document.table_words import target_words
from forms.page.font_files import Face
from forms.page.foot import draw_stamp_area
from forms.page.geometry import MARGIN_MM, MM, SOFT, WIDTH_MM, Fixed
from forms.page.page import build, heading, paragraph, remark, title
from forms.page.tables import Row, grid
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import check_code, day_of_return, entry_figure, place_words, state_words, unit_name
from models.answers.beside import target_for, value_of
from models.basics.canonical import in_fours
from models.basics.messages import say
from models.checks.findings import Finding, unexplained
from models.returns.returns import Return
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

MOST_FIGURES, MOST_EXPLANATIONS, LONGEST = 12, 6, 90
STAMP_MM, FIXED_MM = 55, 104
_SIGNERS = ("clerk", "reviewer", "head")


def write_approval_sheet(filed: Return, sheet: Sheet, findings: Sequence[Finding]) -> bytes:
    """Return the one-page 审签单 of a return; byte-identical for the same input."""
    plan = sheet.plan
    period = plan.periods[filed.period].name
    under = say("papers.approval.under", 方案=plan.short_title, 期=period)
    story = [
        *title(say("papers.approval.title"), under),
        paragraph(unit_name(filed, plan), 14, Face.HEI, alignment=1, spaceAfter=4, leading=20),
        paragraph(say("papers.approval.what_next"), 9, Face.KAI, textColor=SOFT, leading=13),
        *_figures(filed, sheet),
        *_explanations(filed, sheet, findings),
    ]
    fixed = Fixed(lambda canvas: _draw_signatures(canvas, filed), FIXED_MM)
    foot, day = replace(foot_of(filed, sheet), bound=False), day_of_return(filed, plan)
    return build([_one_page(story)], foot, say("papers.approval.title"), fixed=fixed, made=day)


def _one_page(story: list[Any]) -> Any:  # noqa: ANN401
    from reportlab.platypus import KeepInFrame

    room = (297 - 16 - FIXED_MM) * MM - 2
    return KeepInFrame(WIDTH_MM * MM, room, story, mode="shrink")


def _figures(filed: Return, sheet: Sheet) -> list[Any]:
    slots = _key_slots(filed, sheet)
    rows = [_figure_row(filed, sheet, slot) for slot in slots[:MOST_FIGURES]]
    if not rows:
        return []
    header = [say(f"papers.table.{column}") for column in ("name", "measure", "value", "target")]
    story = [heading(say("papers.approval.figures")), grid(header, rows, (82, 30, 34, 24), right=(2, 3))]
    if len(slots) > MOST_FIGURES:
        story.append(remark(say("papers.approval.more_figures", n=len(slots) - MOST_FIGURES)))
    return story


def _key_slots(filed: Return, sheet: Sheet) -> list[Slot]:
    """The cells that are an indicator's value; for a unit that has none, the first figures it reports."""
    due = {address for address, entry in filed.cells.items() if entry.state != State.NOT_DUE}
    said = [slot for slot in sheet.slots.values() if slot.address in due and not slot.last_year]
    values = [slot for slot in said if value_of(sheet.plan, slot)]
    return values or [slot for slot in said if slot.item.numeric]


def _figure_row(filed: Return, sheet: Sheet, slot: Slot) -> Row:
    entry = filed.cells[slot.address]
    value = entry_figure(slot.item, entry)
    indicator = value_of(sheet.plan, slot)
    target = target_for(sheet, indicator, slot) if indicator else None
    return [
        place_words(sheet.plan, slot.address),
        slot.item.measure,
        value or remark(state_words(entry.state), alignment=2),
        target_words(indicator, target) if indicator and target is not None else "",
    ]


def _explanations_head(count: int) -> str:
    return say("papers.approval.explanations" if count else "papers.approval.no_explanations", n=count)


def _explanations(filed: Return, sheet: Sheet, findings: Sequence[Finding]) -> list[Any]:
    warnings = of_kind(findings, "warning")
    sensitive = sensitive_texts(sheet.plan, filed.registers)
    story: list[Any] = [heading(_explanations_head(len(warnings)))]
    story += [paragraph(line, 9.5, Face.HEI, leading=14) for line in _open_words(sheet, findings)]
    for number, finding in enumerate(warnings[:MOST_EXPLANATIONS], 1):
        message = say("papers.findings.row", 序=number, 句=_short(masked_message(finding, sensitive)))
        story.append(paragraph(message, 9.5, leading=13.5, spaceBefore=2))
        story.append(paragraph(_short(explanation_words(sheet, finding)), 9.5, Face.KAI, leading=13.5, leftIndent=19))
    if len(warnings) > MOST_EXPLANATIONS:
        story.append(remark(say("papers.approval.more_explanations", n=len(warnings) - MOST_EXPLANATIONS)))
    if not warnings:
        story.append(remark(say("papers.approval.none"), 10))
    return story


def _open_words(sheet: Sheet, findings: Sequence[Finding]) -> list[str]:
    errors, bare = of_kind(findings, "error"), unexplained(findings, sheet.explanations)
    counts = {"errors": len(errors), "open": len(bare)}
    return [say(f"papers.approval.{key}", n=count) for key, count in counts.items() if count]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _draw_signatures(canvas: Any, filed: Return) -> None:  # noqa: ANN401
    """The lower part at fixed places: three signatures at the left, the stamp at the right, the 校验码 between."""
    left, width = MARGIN_MM * MM, (WIDTH_MM - STAMP_MM - 6) * MM
    draw_stamp_area(canvas, (MARGIN_MM + WIDTH_MM - STAMP_MM) * MM, 23 * MM, STAMP_MM * MM)
    code = say("papers.approval.data_of")
    digest = say("papers.document.digest"), in_fours(filed.digest[:32]), in_fours(filed.digest[32:])
    lines = [
        paragraph(f"{code}  {check_code(filed.digest)}", 13, Face.HEI, leading=18),
        paragraph("\n".join(digest), 7.5, leading=10),
    ]
    rows = [[say(f"papers.approval.{who}"), f"\n\n{say('papers.approval.signature')}"] for who in _SIGNERS]
    rows.insert(0, [say("papers.approval.corrections"), f"\n{say('papers.approval.corrections_words')}"])
    signatures = grid((), rows, (28, WIDTH_MM - STAMP_MM - 6 - 28), size=9.5)
    top = (FIXED_MM - 2) * MM
    for part in (*lines, signatures):
        top -= part.wrapOn(canvas, width, 400)[1] + 2
        part.drawOn(canvas, left, top)
