"""Visible: comparing what a book shows with what was sealed, place by place.

Numbers are compared as numbers, texts as NFC, masked columns by their mask. A place that was emptied and
one that was filled in are differences as well; a row or register that is gone is named once. Where the plan of the
return is known, every other visible text must be one that the plan or our catalogue prints: names, measures, titles,
notes, findings. Where a column or row stands, and which release wrote it, does not matter.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from forms.book.text import decimal_of, printable, statements_shown, word
from forms.book_reading.looks import unescaped
from forms.wording.masks import STAR, mask
from forms.workbook.ordinals import wrong_numbers
from forms.workbook.reader import ReadBook
from forms.workbook.shown import BLANK, FINDING, ShownWorkbook
from models.basics.addresses import COVER, field_address, split_row_address
from models.basics.messages import CHINESE, catalogue, say_in
from models.basics.quantity import plain
from models.plan.plan import Plan
from models.returns.returns import Return
from models.returns.revisions import Difference
from models.sheet.sheet import Sheet

MOST = 300  # differences told one by one; a foreign table in place of ours would make thousands
MOST_HINTS = 20
_KINDS = ("plate", "name", "code")
_UNCOMPARED = ("unit", "period", "plan")  # names the plan gives: without it only their codes can be compared
_BLANK = re.compile(r"\{[^{}]+\}")
_OWN, _OF_THE_OFFICE = "findings.", "findings.rule_"  # sentences of findings in messages/, those only the office says
_AROUND = ("findings.on_trial", "findings.in_row")  # what stands around another sentence, outermost first
_SHOWN = 30  # characters of a line that is gone
_LEAST_TEXT = 3  # characters of a text that is known again in a sheet of somebody else's


def visible_differences(
    filed: Return, book: ReadBook, expected: ShownWorkbook | None = None, plan: Plan | None = None
) -> tuple[Difference, ...]:
    """Return every place where a book shows something else than was sealed; empty = it shows what was sealed.

    `expected` and `plan` come together, None = the plan is not here: then only what was sealed is compared. `before`
    is what was signed, `after` what stands there now; "" = nothing. Beyond `MOST` the last one tells how many more.
    """
    sealed = dict(statements_shown(filed))
    now = dict(book.visible)
    if expected is None:
        for key in _UNCOMPARED:
            now.pop(field_address(COVER, word(f"cover.{key}")), None)
    else:
        sealed |= expected.visible
    pairs = ((address, sealed.get(address, ""), now.get(address, "")) for address in {**sealed, **now})
    found = [
        _difference(address, signed, here, _masked(address, book.masked))
        for address, signed, here in pairs
        if signed != here
    ]
    parted = [one for one in found if one is not None]
    told = [*(_gathered(parted, sealed, now) if parted else ()), *_around(book.shown, expected, plan)]
    rest = len(told) - MOST
    return tuple(
        told if rest <= 0 else (*told[:MOST], Difference(word("mark.more"), "", word("mark.more_count", n=rest)))
    )


def has_statements_beyond(filed: Return, sheet: Sheet) -> bool:
    """True when a return says something for which its sheet has no place: a book that shows the sheet leaves it out."""
    fields = ((group, entries) for group, entries in {COVER: filed.cover, **filed.progress}.items())
    said = [field_address(group, name) for group, entries in fields for name in entries]
    columns = {name: frozenset(one.name for one in sheet.plan.registers[name].columns) for name in sheet.register_ids}
    return (
        not filed.cells.keys() <= sheet.slots.keys()
        or not filed.controls.keys() <= sheet.slots.keys()
        or not sheet.fields.keys() >= set(said)
        or any(
            not row.keys() <= columns.get(name, frozenset())
            for name in filed.registers
            for row in filed.registers[name]
        )
        or bool(filed.reason and not filed.ancestors)
    )


def visible_hints(book: ReadBook, expected: ShownWorkbook | None) -> tuple[str, ...]:
    """Return what else stands in a book and changes nothing: links, prompts, sheets of somebody else's, by name."""
    beside = tuple(word("hint.beside", 位置=place, 内容=words) for words, place in book.shown.hints.items())[
        :MOST_HINTS
    ]
    if expected is None:
        return beside
    beside += tuple(_gone(book, expected))
    renamed = sorted(_renamed(book.shown.sheets, expected.sheets))
    named = word("hint.sheet_name")
    beside += tuple(word("hint.beside", 位置=word("mark.sheet", 表=name[:31]), 内容=named) for name in renamed)
    return beside + tuple(word("mark.extra_sheet", 表=name[:31]) for name, texts in book.shown.extra.items() if texts)


def _renamed(now: Mapping[str, str], expected: Mapping[str, str]) -> set[str]:
    """The sheets whose names are none of ours, or that of another table."""
    of_title: dict[str, set[str]] = {}
    for name, title in expected.items():
        of_title.setdefault(title, set()).add(name)
    return {name for name, title in now.items() if name not in of_title.get(title, expected.keys())}


def _gone(book: ReadBook, expected: ShownWorkbook) -> Iterator[str]:
    """Lines beside the tables that a book which another program has saved no longer has: titles, notes."""
    here = Counter(text for _, text in book.shown.notes)
    for place, text in () if book.own else expected.notes:
        if not here[text] and place in expected.asides:
            yield word("hint.beside", 位置=place, 内容=word("hint.note_gone", 文字=text[:_SHOWN]))
        here[text] -= 1


def _around(now: ShownWorkbook, expected: ShownWorkbook | None, plan: Plan | None) -> Iterator[Difference]:
    """Everything visible that is no statement of the return."""
    yield from (Difference(place, "", words) for place, words in now.odd)
    if expected is None or plan is None:
        yield from (Difference(place, "", text) for place, text in now.notes if place not in now.asides)
        return
    for address, text in now.words.items():
        if expected.words.get(address, "") not in (text, unescaped(text)):
            yield Difference(address, expected.words.get(address, ""), text)
    known, rest = {text for _, text in expected.notes} | _earlier(expected), _rest_of_findings()
    unknown = (note for note in now.notes if not known & {note[1], unescaped(note[1])} and not rest.fullmatch(note[1]))
    yield from (Difference(place, "", text) for place, text in unknown)
    heads = {text for _, text in expected.heads}
    for (kind, text), place in now.heads.items():
        if text and (kind, text) not in expected.heads and not (kind not in _sheet_kinds(expected) and text in heads):
            yield Difference(place, "", text)
    yield from _findings(now, expected, plan)
    yield from wrong_numbers(now.numbered, expected.numbered)
    yield from (Difference(word("odd.margin"), "", text) for text in sorted(now.margins - expected.margins))
    ours = {_bare(text) for text in _vocabulary(expected)} if now.extra else frozenset()
    for name, texts in now.extra.items():
        again = next((text for text in sorted(texts) if len(_bare(text)) >= _LEAST_TEXT and _bare(text) in ours), None)
        if again is not None:
            yield Difference(name[:31], "", word("mark.extra_copy", 文字=again[:40]))


def _rest_of_findings() -> re.Pattern[str]:
    """How many findings are left out: those that rest on the last period are counted by the unit alone."""
    return re.compile(r"[0-9]{1,7}".join(map(re.escape, catalogue(CHINESE)["papers.book.more_findings"].split("{n}"))))


def _sheet_kinds(expected: ShownWorkbook) -> set[str]:
    return {kind for kind, _ in expected.heads}


def _earlier(expected: ShownWorkbook) -> set[str]:
    """Every head is a text of ours, and so is each row of notes that an earlier release wrote."""
    return {text for _, text in expected.heads}


def _findings(now: ShownWorkbook, expected: ShownWorkbook, plan: Plan) -> Iterator[Difference]:
    """A row of 审核结果 is one that the checks find again, or at least a sentence that a check can say.

    What rests on the last period is not found again here: its return does not travel with this one.
    """
    fresh = {cells: place for cells, place in now.findings.items() if cells not in expected.findings}
    if not fresh:
        return
    sentences = [_pattern(one) for one in (*(check.message for check in plan.checks.values()), *_own_sentences())]
    levels = {cells[0] for cells in expected.findings} | {word("other_explanation")}
    clauses = {check.clause for check in plan.checks.values()} | {""}
    for cells, place in fresh.items():
        said = dict(zip(FINDING, cells, strict=True))
        known = not said["message"] or any(one.fullmatch(said["message"]) for one in sentences)
        if not known or said["basis"] not in clauses or (said["level"] not in levels and len(said["level"]) > 8):
            yield Difference(place, "", said["message"] or said["level"])


def _own_sentences() -> Iterator[str]:
    """The program's own sentences of findings, used where a check's own does not fit the case."""
    for key, text in catalogue(CHINESE).items():
        if key.startswith(_OWN) and not key.startswith(_OF_THE_OFFICE) and key not in _AROUND:
            yield text


def _pattern(message: str) -> re.Pattern[str]:
    """A sentence with blanks as a pattern; what fills a blank is one line and no sentence.

    What stands around it when the check is on trial, or is about a row, may stand before it.
    """
    before = "".join(f"(?:{_with_blanks(say_in(CHINESE, key, 句=''))})?" for key in _AROUND)
    return re.compile(before + _with_blanks(message))


def _with_blanks(text: str) -> str:
    return "[^。；\n]{0,200}?".join(re.escape(part) for part in _BLANK.split(text))


def _vocabulary(expected: ShownWorkbook) -> Iterator[str]:
    yield from expected.words.values()
    yield from (text for _, text in expected.notes)
    yield from expected.visible


def _bare(text: str) -> str:
    """A text without what cannot be seen, so that a zero-width sign makes no other text of it."""
    flat = unicodedata.normalize("NFKC", text)
    return "".join(ch for ch in flat if unicodedata.category(ch)[0] not in "CZ").casefold()


def _masked(address: str, columns: frozenset[str]) -> bool:
    row = split_row_address(address) if columns else None
    return row is not None and f"{row.register}.{row.column}" in columns


def _difference(address: str, signed: str, now: str, masked: bool) -> Difference | None:
    before, after = _comparable(signed), _comparable(now)
    if before in (after, unescaped(after)) or _same_number(before, after):
        return None
    if masked and before:
        masks = [mask(kind, before) for kind in _KINDS]
        if after in masks:
            return None
        before = next((one for one in masks if _stars(one) == _stars(after)), masks[-1])
    return Difference(address, before, after)


def _comparable(text: str) -> str:
    return printable(text).strip(BLANK)


def _same_number(before: str, after: str) -> bool:
    """True for one number written twice; a text of digits with a nought in front is a code, not a number."""
    one, other = decimal_of(before), decimal_of(after)
    if one is None or other is None or one != other:
        return False
    return all(
        text.partition(".")[0] == plain(number).partition(".")[0] for text, number in ((before, one), (after, other))
    )


def _stars(text: str) -> list[int]:
    return [place for place, ch in enumerate(text) if ch == STAR]


def _gathered(found: list[Difference], sealed: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    """Name a row, or a register, once when all of it is gone or new."""
    then, here = _row_sizes(sealed), _row_sizes(now)
    registers_here = {register for register, _ in here}
    counts: dict[str, int] = {}
    for register, _ in then:
        counts[register] = counts.get(register, 0) + 1
    told: set[str] = set()
    for one in found:
        row = split_row_address(one.address)
        key = (row.register, row.number) if row else ("", 0)
        if row is None or (key in then and key in here):
            yield one
            continue
        gone, size = key in then, then.get(key) or here.get(key) or 0
        whole = gone and row.register not in registers_here
        address = row.register if whole else str(row.row)
        if address not in told:
            told.add(address)
            words = word("mark.rows", n=counts[row.register]) if whole else word("mark.whole_row", n=size)
            yield Difference(address, words if gone else "", "" if gone else words)


def _row_sizes(texts: Mapping[str, str]) -> dict[tuple[str, int], int]:
    """(register, row) → how many columns say something."""
    sizes: dict[tuple[str, int], int] = {}
    for address in texts:
        row = split_row_address(address)
        if row is not None and texts[address]:
            sizes[row.register, row.number] = sizes.get((row.register, row.number), 0) + 1
    return sizes
