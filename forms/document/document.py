"""Document: a return as the paper people read, sign and stamp — the unsealed pages of its PDF.

Says what was sealed and nothing else: every page is a function of the return, its sheet and its findings, so the same
input gives the same bytes. Cover upright, tables, registers and tasks across, findings upright again. Embedding the
workbook and sealing are `forms.unit.filing`'s.
"""

from collections.abc import Sequence
from typing import Any

from forms.document.cover import cover_fixed, cover_story
from forms.document.findings import changes_story, correction_story, counts_story, findings_story, versions_story
from forms.document.rows import progress_story, register_stories
from forms.document.tables import table_stories
from forms.page.geometry import Foot
from forms.page.page import HALF_MM, beside, build, list_with_end, next_page, remark, space, upright_or_here
from forms.wording.paper_texts import barcode_of, day_of_return, revision_name, unit_name_in_tables
from models.basics.messages import in_words_of, say
from models.checks.findings import Finding
from models.returns.returns import Return
from models.sheet.sheet import Sheet


@in_words_of(lambda filed, sheet, *_, **__: sheet.plan.words)
def write_document(
    filed: Return,
    sheet: Sheet,
    findings: Sequence[Finding],
    *,
    draft: bool = False,
    files_note: str = "",
    before: Return | None = None,
) -> bytes:
    """Return the PDF pages of a return, not sealed; byte-identical for the same input.

    `draft` marks every page 送审稿; that of a correction is its cover and 改动页 alone, the leader has seen the rest.
    `files_note` is a sentence about files that travel beside it; `before` the revision
    it replaces: what was changed is listed, old beside new.
    """
    plan = sheet.plan
    story = [*cover_story(filed, plan, draft=draft, files_note=files_note)]
    name = say("papers.document.title", 方案=plan.short_title, 期=plan.periods[filed.period].name)
    foot, fixed, day = foot_of(filed, sheet, draft=draft), cover_fixed(filed, draft=draft), day_of_return(filed, plan)
    if draft and before is not None:
        story += [*next_page(across=False), *correction_story(filed, before, sheet, findings)]
        return build(story, foot, name, fixed=fixed, made=day)
    story += _back_of_cover()
    progress = progress_story(filed, sheet)
    across = [*table_stories(filed, sheet), *register_stories(filed, sheet), *([progress] if progress else [])]
    for number, part in enumerate(across):
        story += [*(next_page(across=True) if number == 0 else [space(4)]), *part]
    counts, found = counts_story(sheet, findings), findings_story(filed, sheet, findings)
    found += changes_story(filed, before, sheet) if before is not None else []
    upright = [*counts, list_with_end(found, versions_story(filed, plan))]
    if not across:  # a unit without any work in the period: no page lies across for the halves
        return build([*story, *next_page(across=False), *upright], foot, name, fixed=fixed, made=day)
    halves = counts_story(sheet, findings, width_mm=HALF_MM), versions_story(filed, plan, width_mm=HALF_MM)
    story.append(upright_or_here(upright, [beside(*halves), *found]))
    return build(story, foot, name, fixed=fixed, made=day)


def _back_of_cover() -> list[Any]:
    """The page behind the cover, empty: printed on both sides, the stamp on the cover presses through to no figure."""
    return [*next_page(across=False), remark(say("papers.document.back"), 9, alignment=1)]


def foot_of(filed: Return, sheet: Sheet, *, draft: bool = False) -> Foot:
    """Return the foot of every page: unit, period, revision, the return's id for scanners, its marks."""
    plan = sheet.plan
    line = say(
        "papers.document.foot",
        单位=unit_name_in_tables(filed, plan),
        期=plan.periods[filed.period].name,
        版次=revision_name(filed.revision),
    )
    return Foot(line, barcode_of(filed.digest), mark_of(filed, draft=draft), bound=True)


def mark_of(filed: Return, *, draft: bool = False) -> str:
    """Return the mark across the page, "" for a real return that is final."""
    marks: list[Any] = [say("papers.test")] if filed.test else []
    if draft:
        marks.append(say("papers.document.draft"))
    return " ".join(marks)
