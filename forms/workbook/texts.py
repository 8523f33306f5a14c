"""Workbook texts: the sheets of a return that hold sentences instead of figures: cover and findings.

Explanations stand beside the findings they answer, under a code (说明1 …) because their own keys may hold a plate.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from forms.book.text import cover_facts, explanation_codes, shown, word
from forms.book.writer import ACROSS, RED, TEAL, UPRIGHT, AnyBook, AnyPage, BookColumn, BookFigure, shared_widths
from forms.wording.finding_texts import kind_of, lacking_words
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import place_words, unit_name
from forms.workbook.tables import PageTexts, empty_registers
from models.basics.addresses import COVER, field_address
from models.basics.messages import say
from models.checks.findings import Finding, explanation_of
from models.plan.plan import Plan
from models.returns.returns import Return
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet

MOST_FINDINGS = 2_000  # listed one by one; a register of 10,000 rows may raise more than a sheet should hold


def book_title(filed: Return, plan: Plan) -> str:
    """Return the line that says what the book is: 安康市…（2020年第三季度）报表."""
    period = plan.periods[filed.period].name.partition("（")[0]
    return say("papers.document.title", 方案=plan.short_title, 期=period)


def write_cover(book: AnyBook, filed: Return, sheet: Sheet, around: PageTexts, *, draft: bool) -> AnyPage:
    """Write the cover: what this file is, whose it is, who answers for it; return it for its contents."""
    plan = sheet.plan
    lanes = [
        BookColumn(word("column.field"), 16, "center"),
        BookColumn(word("column.content"), UPRIGHT - 34),
        BookColumn(word("column.code"), 18),
    ]
    page = book.page(word("sheet.cover"), book_title(filed, plan), lanes, portrait=True)
    if draft:
        page.note(word("draft_note"), font_color=RED, font_size=12)
    if filed.test:
        page.note(word("test"), font_color=RED, font_size=14, font_name="黑体")
    page.note(say("papers.open_with"), font_color=TEAL, font_size=14, font_name="黑体")
    if not draft:
        page.note(word("what"))
        page.note(word("untouched"))
    page.note(around.marks)
    page.head()
    for name, text in _cover_rows(filed, sheet).items():
        page.row([name, text, field_address(COVER, name)])
    return page


def write_contents(page: AnyPage, filed: Return, sheet: Sheet, contents: Sequence[str]) -> None:
    """Write at the end of the cover what the book holds, and which registers are empty."""
    page.space()
    page.note(word("contents"))
    for number, title in enumerate(contents, 1):
        page.note(word("contents_line", 序=number, 表=title))
    empty = empty_registers(filed, sheet)
    if empty:
        page.note(word("empty_registers"))
        for register in empty:
            page.note(word("empty_register", 台账=register.name))


def _cover_rows(filed: Return, sheet: Sheet) -> Mapping[str, str]:
    plan, facts = sheet.plan, dict(cover_facts(filed))
    named = {
        word("cover.unit"): unit_name(filed, plan),
        word("cover.period"): plan.periods[filed.period].name,
        word("cover.plan"): word("plan", 方案=plan.title, 版=filed.plan_version),
    }
    if not filed.ancestors:
        facts = {name: text for name, text in facts.items() if name != word("cover.reason")}
    fields = {field.name: shown(filed.cover.get(field.name)) for field in plan.cover_columns}
    return {**named, **fields, **facts}


def write_findings(book: AnyBook, filed: Return, sheet: Sheet, around: PageTexts, findings: Sequence[Finding]) -> str:
    """Write every finding with its explanation, then the explanations that answer none; return the sheet's title."""
    rows = _finding_rows(filed, sheet, findings)
    page = book.page(word("sheet.findings"), word("sheet.findings"), _findings_columns(rows))
    page.note(around.context)
    page.head()
    for row in rows:
        page.row(row)
    if len(findings) > MOST_FINDINGS:
        page.note(word("more_findings", n=len(findings) - MOST_FINDINGS))
    if not findings and not filed.explanations:
        page.note(word("findings_empty"))
    return word("sheet.findings")


def _finding_rows(filed: Return, sheet: Sheet, findings: Sequence[Finding]) -> list[list[str]]:
    """The findings, worst first, each with its explanation; then the explanations that answer none."""
    rows: list[list[str]] = []
    sensitive = sensitive_texts(sheet.plan, filed.registers, findings) if findings else {}
    codes, told = explanation_codes(filed), set[str]()
    worst_first = sorted(findings, key=lambda finding: _ORDER.index(kind_of(finding)))
    for number, finding in enumerate(worst_first[:MOST_FINDINGS], 1):
        key = _answer(finding, filed.explanations)
        told.add(key)
        text = filed.explanations[key].text if key else ""
        rows.append(
            [
                BookFigure(str(number)),
                say(f"papers.findings.{kind_of(finding)}"),
                place_words(sheet.plan, finding.at),
                finding_sentence(finding, sheet, sensitive),
                finding.check.clause,
                text,
                codes.get(key, ""),
            ]
        )
    for key in sorted(filed.explanations.keys() - told):
        place = place_words(sheet.plan, key.partition("@")[2] or None)
        rows.append(["", word("other_explanation"), place, "", "", filed.explanations[key].text, codes[key]])
    return rows


def _findings_columns(rows: Sequence[Sequence[str]]) -> list[BookColumn]:
    """The columns; the words of findings and answers share what is left of a page on which they can be read."""

    @cache
    def shared() -> list[float]:
        return shared_widths([[row[place] for row in rows] for place in (3, 5)], ACROSS - 6 - 11 - 24 - 13 - 9, 24)

    return [
        BookColumn(word("column.ordinal"), 6, "center"),
        BookColumn(word("column.level"), 11, "center"),
        BookColumn(word("column.place"), 24),
        BookColumn(word("column.message"), lambda: shared()[0]),
        BookColumn(word("column.basis"), 13),
        BookColumn(word("column.explanation"), lambda: shared()[1]),
        BookColumn(word("column.explanation_code"), 9, "center"),
    ]


_ORDER = ("error", "warning", "not_evaluated", "hint")


def _answer(finding: Finding, explanations: Mapping[str, Explanation]) -> str:
    """The key of the explanation that answers a finding, else of one written for it; "" for none."""
    sufficient = explanation_of(finding, explanations)
    written = [key for key in finding.keys if key in explanations]
    return next((key for key in written if explanations[key] is sufficient), written[0] if written else "")


def finding_sentence(finding: Finding, sheet: Sheet, sensitive: Mapping[str, str]) -> str:
    """Return what is said of a finding, with what is sensitive in it masked."""
    if kind_of(finding) == "not_evaluated":
        return lacking_words(sheet, finding)
    return masked_message(finding, sensitive)
