"""Document findings: what the checks found, as the last pages of a return print it, and the versions it was made with.

Errors and warnings are printed one by one with their explanations, hints only counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.page.font_files import Face
from forms.page.geometry import BOUND_MM, SOFT
from forms.page.page import heading, paragraph, remark
from forms.page.tables import facts, grid
from forms.wording.changes import changed_places
from forms.wording.finding_texts import kind_of, lacking_words
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import check_code, place_words
from models.basics.addresses import split_row_address
from models.basics.canonical import in_fours
from models.basics.messages import say
from models.basics.version import VERSION
from models.checks.explanations import reason_name
from models.checks.findings import Finding, explanation_of
from models.plan.plan import Plan
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST_ALIKE = 10
MOST_CHANGES = 100
_LONG, _FIGURE_MM, _TEXT_MM = 30, 42, 60  # characters of what is a text; the columns of figures and of texts
_KINDS = ("error", "warning", "not_evaluated", "hint")


def of_kind(findings: Sequence[Finding], kind: str) -> list[Finding]:
    """Return the findings of one consequence, in order."""
    return [finding for finding in findings if kind_of(finding) == kind]


def findings_story(filed: Return, sheet: Sheet, findings: Sequence[Finding]) -> list[Any]:
    """Return the findings one by one: errors, warnings with explanations and what could not be evaluated."""
    sensitive = sensitive_texts(sheet.plan, filed.registers)
    story: list[Any] = []
    shown = [(kind, of_kind(findings, kind)) for kind in _KINDS[:3]]
    for kind, found in shown:
        if found:
            story.append(paragraph(say(f"papers.findings.{kind}_list"), 11, Face.HEI, spaceBefore=8, keepWithNext=1))
        story += _listed(sheet, found, sensitive)
    if not any(found for _, found in shown):
        story.append(paragraph(say("papers.findings.none"), spaceBefore=6))
    return [*story, *answers_story(filed, sheet.plan, findings)]


def answers_story(filed: Return, plan: Plan, findings: Sequence[Finding]) -> list[Any]:
    """Return what the unit answers to queries of the office that no check asks about; nothing where it answers none."""
    asked = {key for finding in findings for key in finding.keys}
    said = [(key.partition("@")[2], filed.explanations[key].text) for key in sorted(filed.explanations.keys() - asked)]
    if not said:
        return []
    story: list[Any] = [paragraph(say("papers.findings.answers"), 11, Face.HEI, spaceBefore=8, keepWithNext=1)]
    for number, (at, text) in enumerate(said, 1):
        words = say(
            "papers.findings.row",
            序=number,
            句=say("papers.findings.answer", 处=place_words(plan, at or None), 文=text),
        )
        story.append(paragraph(words, spaceBefore=4, leading=14.5, leftIndent=20, firstLineIndent=-20))
    return story


def _listed(sheet: Sheet, found: Sequence[Finding], sensitive: Mapping[str, str]) -> list[Any]:
    """All findings of one consequence; of one check over register rows ten, and each that is explained differently."""
    story: list[Any] = []
    seen: Counter[str] = Counter()
    written: set[tuple[str, str]] = set()
    for number, finding in enumerate(found, 1):
        words = (finding.check.id, explanation_words(sheet, finding))
        if finding.at and split_row_address(finding.at):
            seen[finding.check.id] += 1
        if seen[finding.check.id] <= MOST_ALIKE or words not in written:
            story += finding_lines(sheet, finding, number, sensitive)
        written.add(words)
    rest = sum(count - MOST_ALIKE for count in seen.values() if count > MOST_ALIKE)
    if rest:
        story.append(remark(say("papers.findings.alike", n=MOST_ALIKE), spaceBefore=4))
    return story


def counts_story(sheet: Sheet, findings: Sequence[Finding], *, width_mm: float = BOUND_MM) -> list[Any]:
    """Return how many findings of each consequence there are, under the heading of them all."""
    rows = list(_counts(sheet, findings))
    header = [say(f"papers.findings.{column}") for column in ("consequence", "count", "rules", "meaning")]
    narrow = (42, 22, 34) if width_mm >= BOUND_MM else (26, 14, 27)
    table = grid(header, rows, (*narrow, width_mm - sum(narrow)), size=10, right=(1, 2))
    return [heading(say("papers.findings.heading")), table]


def _counts(sheet: Sheet, findings: Sequence[Finding]) -> Iterator[list[str]]:
    for kind in _KINDS:
        found = of_kind(findings, kind)
        told = sum(explanation_of(finding, sheet.explanations) is not None for finding in found)
        key = f"{kind}_meaning" if told or kind != "warning" else f"{kind}_meaning_none"
        meaning = say(f"papers.findings.{key}", n=told)
        yield [say(f"papers.findings.{kind}"), str(len(found)), str(len({f.check.id for f in found})), meaning]


def beside_findings(sheet: Sheet, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what the pages say of findings besides their sentences: how many, reasons chosen, what is lacking."""
    yield from (text for row in _counts(sheet, findings) for text in row)
    yield from (reason_name(one.code, on_paper=True) for one in sheet.explanations.values() if one.code)
    yield from (lacking_words(sheet, one) for one in of_kind(findings, "not_evaluated"))


def finding_lines(
    sheet: Sheet, finding: Finding, number: int, sensitive: Mapping[str, str], *, size: float = 10
) -> list[Any]:
    """Return a finding as lines: its sentence, its place and clause, for a warning its explanation."""
    kind = kind_of(finding)
    sentence = lacking_words(sheet, finding) if kind == "not_evaluated" else masked_message(finding, sensitive)
    more = int(kind == "warning")
    small = {"leading": (size - 1) * 1.4, "leftIndent": size * 2, "keepWithNext": more}
    lines = [
        paragraph(
            say("papers.findings.row", 序=number, 句=sentence),
            size,
            spaceBefore=4,
            leading=size * 1.45,
            leftIndent=size * 2,
            firstLineIndent=-size * 2,
            keepWithNext=1,
        ),
        paragraph(_place(sheet, finding), size - 1.5, Face.KAI, textColor=SOFT, **small),
    ]
    if kind == "warning":
        text = explanation_words(sheet, finding)
        lines.append(paragraph(text, size, Face.KAI, leading=size * 1.45, leftIndent=size * 2))
    return lines


def explanation_words(sheet: Sheet, finding: Finding) -> str:
    """Return the explanation that answers a finding, or that nobody has written one."""
    written = explanation_of(finding, sheet.explanations)
    if written is None:
        return say("papers.findings.unexplained")
    if written.code:
        return say("papers.findings.explained_code", 类=reason_name(written.code, on_paper=True), 文=written.text)
    return say("papers.findings.explained", 文=written.text)


def _place(sheet: Sheet, finding: Finding) -> str:
    place = place_words(sheet.plan, finding.at)
    if not finding.check.clause:
        return place
    return say("papers.findings.place", 处=place, 条款=finding.check.clause)


def correction_story(filed: Return, before: Return, sheet: Sheet, findings: Sequence[Finding]) -> list[Any]:
    """Return the 改动页 of a correction's 送审稿: why, every place that was changed, and that nothing else was.

    What the office asked and the unit answers with the figure as it stands is among it.
    """
    return [
        *changes_story(filed, before, sheet, whole=True),
        *answers_story(filed, sheet.plan, findings),
        paragraph(say("papers.changes.reason", 原因=filed.reason), spaceBefore=8),
        paragraph(say("papers.changes.rest_same", 版=before.revision), spaceBefore=4),
    ]


def changes_story(filed: Return, before: Return, sheet: Sheet, *, whole: bool = False) -> list[Any]:
    """Return what a later revision changed, each place with its old and its new words; `whole`: however many.

    The number of the revision stands before each, so that no figure of this list can pass for one of the tables.
    """
    found = list(changed_places(sheet.plan, before, filed, explained=True, addresses=sheet.addresses()))
    blank = say("papers.changes.blank")
    rows = [
        [
            place,
            *(
                say("papers.changes.said", 版=n, 数=text or blank)
                for n, text in ((before.revision, old), (filed.revision, new))
            ),
        ]
        for place, old, new in (found if whole else found[:MOST_CHANGES])
    ]
    heads = [say(f"papers.changes.{key}") for key in ("place", "old", "new")]
    name = say("papers.changes.heading", n=len(found))
    story: list[Any] = [heading(name)]
    wide = _TEXT_MM if any(len(cell) > _LONG for row in rows for cell in row[1:]) else _FIGURE_MM
    widths = (BOUND_MM - 2 * wide, wide, wide)
    story.append(grid(heads, rows, widths, size=9, again=name) if rows else paragraph(say("papers.changes.none")))
    if len(rows) < len(found):
        story.append(remark(say("papers.changes.rest", n=len(found) - MOST_CHANGES)))
    return story


def versions_story(filed: Return, plan: Plan, *, width_mm: float = BOUND_MM) -> list[Any]:
    """Return what the return was made with, for whoever has to make it again."""
    settings = say("papers.findings.settings_of", 版=filed.settings) if filed.settings else None
    rows = [
        ("software", say("papers.findings.program", 名=say("papers.program"), 版=VERSION)),
        ("plan", say("papers.findings.plan_of", 名=plan.short_title, 版=filed.plan_version)),
        ("plan_digest", in_fours(filed.plan_digest)),
        ("engine", say("papers.findings.engine_of", 版=filed.engine)),
        ("settings", settings or say("papers.findings.settings_none")),
    ]
    if filed.ancestors:
        rows.append(("ancestors", "\n".join(check_code(digest) for digest in filed.ancestors)))
        rows.append(("reason", filed.reason or say("papers.document.no_reason")))
    named = [(say(f"papers.findings.{key}"), text) for key, text in rows]
    table = facts([*named, (say("papers.document.digest"), in_fours(filed.digest))], label_mm=44, width_mm=width_mm)
    return [heading(say("papers.findings.versions")), table]
