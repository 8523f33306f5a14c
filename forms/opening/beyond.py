"""Beyond: what a paper says beyond its return, as hints; none of it makes a paper wrong.

Whoever has the unit's key can write more on pages and into properties than was sealed as data, and whoever signs a PDF
later says something of himself. The office is told, with the page or the words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from forms.document.findings import beside_findings
from forms.document.other_words import KnownWords, other_words
from forms.document.strange import beside, numbers_in_words, repeated_figures, strange_numbers
from forms.document.strange_properties import strange_properties
from forms.seals.pdf.sealed import SealedDocument
from forms.wording.earlier import other_release
from forms.wording.masks import sensitive_texts
from forms.workbook.texts import MOST_FINDINGS, finding_sentence
from forms.workbook.workbook import ReadBook
from models.basics.messages import CHINESE, say_in
from models.basics.version import VERSION
from models.checks.findings import Finding
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST_TOLD = 20  # places, words or texts of one kind that are told
_LONGEST_TEXT = 5_000  # characters of a cell that somebody reads: longer ones carry the data and their seal
_LONGEST_PROPERTY = 80  # characters of a file's property that are told


class Beyond:
    """A return, and what may be said in a paper of it."""

    def __init__(self, filed: Return, sheet: Sheet, findings: Sequence[Finding], book: ReadBook) -> None:
        """Begin; `findings`: what its own checks find, `book`: the workbook it came in."""
        self._filed, self._sheet, self._findings, self._book = filed, sheet, findings, book

    def of_book(self) -> Iterator[str]:
        """Say what the properties of its workbook say besides, and that it does not list all that its checks find."""
        if len(self._findings) > MOST_FINDINGS:
            yield say_in(CHINESE, "errors.findings_unlisted", n=len(self._findings), 上限=MOST_FINDINGS)
        yield from self._of_properties(self._book.about, "book_properties")

    def of_document(self, texts: Sequence[str], about: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Say what the pages of its PDF (their texts) and its properties (name, text) say besides."""
        filed, sheet = self._filed, self._sheet
        spoken = "\n".join([filed.reason, *(one.text for one in filed.explanations.values())])
        for key, found in {
            "page_others": other_words(texts, filed, sheet.plan, self._words),
            "page_numbers": strange_numbers(texts, filed, sheet, self._found, self._cells),
            "page_words": numbers_in_words(texts, filed, sheet, self._said),
            "page_repeats": repeated_figures(texts, filed, sheet, [*self._cells, *self._unlisted], spoken),
        }.items():
            by_page: dict[int, list[str]] = {}
            for page, words in found:
                by_page.setdefault(page, []).append(words)
            for page, several in by_page.items():
                yield say_in(CHINESE, f"errors.{key}", 页=page, 数="、".join(several[:MOST_TOLD]))
            if key == "page_others" and by_page and (release := other_release(texts)):
                yield say_in(CHINESE, "errors.other_release", 版=release, 本机=VERSION)
        yield from self._of_properties(about, "file_properties")

    def _of_properties(self, about: Sequence[tuple[str, str]], key: str) -> Iterator[str]:
        for text in strange_properties(about, self._filed, self._sheet.plan, lambda: self._words)[:MOST_TOLD]:
            yield say_in(CHINESE, f"errors.{key}", 文=text[:_LONGEST_PROPERTY])

    @cached_property
    def _cells(self) -> list[str]:
        texts = (text for grid in self._book.grids for row in grid.rows.values() for text in row.values())
        return [text for text in texts if len(text) <= _LONGEST_TEXT]

    @cached_property
    def _unlisted(self) -> list[str]:
        """The sentences of findings that the workbook does not list, since it lists only so many."""
        if len(self._findings) <= MOST_FINDINGS:
            return []
        sheet, listed = self._sheet, Counter(self._cells)
        sensitive = sensitive_texts(sheet.plan, self._filed.registers)
        said = Counter(finding_sentence(one, sheet, sensitive) for one in self._findings)
        return list((said - listed).elements())

    @cached_property
    def _found(self) -> list[str]:
        return [*(one.message for one in self._findings), *beside_findings(self._sheet, self._findings)]

    @cached_property
    def _said(self) -> list[str]:
        return [*self._cells, *self._found]

    @cached_property
    def _words(self) -> KnownWords:
        said = [*self._said, *beside(self._filed, self._sheet)]
        return KnownWords(self._filed, self._sheet.plan, said)


def of_further(names: Sequence[str], sealed: SealedDocument) -> Iterator[str]:
    """Name who signed a PDF after its unit (`names`), and what each of these signatures says of itself."""
    for place, name in enumerate(names):
        yield say_in(CHINESE, "errors.further", 签署人=name)
        said = sealed.further_says[place] if place < len(sealed.further_says) else ()
        if said:
            texts = "”“".join(text[:_LONGEST_PROPERTY] for text in said[:MOST_TOLD])
            yield say_in(CHINESE, "errors.further_says", 签署人=name, 文=texts)
