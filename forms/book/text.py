"""Book text: what a workbook shows for each thing a return says, and under which code.

Writer and reader share it, so that what is written can be compared with what is found. Draws nothing and reads nothing.
Addresses are those of `models.returns.revisions.statements`; the texts are the words people see.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from functools import cache
from math import ceil

from forms.wording.paper_texts import check_code, revision_name
from models.basics.addresses import COVER, field_address, numbered_row
from models.basics.messages import CHINESE, language_in_use, say, say_in, text_of
from models.basics.period import own_id
from models.basics.quantity import plain
from models.returns.returns import Entry, Return
from models.sheet.cells import VALUE

TALLEST = 409.0  # points an Excel row can be high
LINE = 14.0  # points of a line of body text
HIGHEST, LEAST_LINE, _SLACK = 400.0, 1.1, 1.5  # points; of the size of the type; of a row's height
_WIDEST_SIGN = 2.1  # Latin characters that a Chinese one takes
LONG = 1_000  # characters of a text that is looked at by itself: the data of a seal, nearly always
_SIGNS = bytes(range(0x20, 0x7F))
DIGITS = 15  # significant digits a spreadsheet keeps
# named by itself: as what none of the others is, it takes nine times as long to compile
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIGURE = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_IN_POWERS = re.compile(r"-?\d(?:\.\d{1,14})?E\+?(?:0?1[1-9]|0?[2-9]\d|[1-9]\d\d)", re.IGNORECASE)
_AS_KEPT = Context(prec=DIGITS)


def word(key: str, **facts: object) -> str:
    """Return a word of the workbook, `papers.book.<key>`."""
    known = None if facts else _whole(language_in_use(), key)
    return say(f"papers.book.{key}", **facts) if known is None else known


@cache
def _whole(language: str, key: str) -> str | None:
    """A word without blanks, looked up once: a book asks for some of them at each of its cells."""
    text = say_in(language, f"papers.book.{key}")
    return (
        None
        if "{" in (text_of(language, f"papers.book.{key}") or text_of(CHINESE, f"papers.book.{key}") or "")
        else text
    )


def in_powers(text: str) -> bool:
    """True for what a spreadsheet shows of a number of more than eleven digits, 6.10902E+17: the last are not seen."""
    return _IN_POWERS.fullmatch(text.strip()) is not None


def printable(text: str) -> str:
    """Return a text as a sheet can hold it: NFC, lines ended by \\n, nothing that XML cannot carry."""
    if is_printable(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_XML.sub("", unicodedata.normalize("NFC", lines))


def is_printable(text: str) -> bool:
    """True for nearly all texts: in NFC, with nothing that is a line's end or that XML cannot carry.

    What holds for a text holds for each part of it.
    """
    if len(text) > LONG and text.isascii():  # `isprintable` asks for each sign what it is
        return not text.encode().translate(None, _SIGNS)
    return text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))


def text_width(text: str) -> float:
    """Return the room of the longest line of a text in Latin characters; a Chinese one takes two."""
    wide = (sum(_WIDEST_SIGN if ord(ch) > 0x2E7F else 1.1 for ch in line) for line in text.split("\n"))
    return max(wide, default=0)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width, in characters."""
    room = max(1.0, width - 2)
    return sum(max(1, ceil(text_width(line) / room)) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """Return the height in which these texts stand whole, each with the width of its column; `line`: of one line.

    Not every program makes a row as high as its texts when it opens a book: LibreOffice draws them over each other.
    """
    return min(TALLEST, 6 + line * max((lines_of(text, width) for text, width in cells), default=1))


def is_cut(text: str, width: float, height: float, size: float) -> bool:
    """True when a wrapped text is clearly higher than its row: over a third of its lines cannot be seen.

    `height` and `size` of the type in points. A row as high as a row can be hides what nobody could show.
    """
    most = text.count("\n") + 1 + _WIDEST_SIGN * len(text) / max(1.0, width - 1)  # lines, if each sign were the widest
    if most * size * LEAST_LINE <= height * _SLACK:
        return False
    lines = lines_of(text, width + 1)
    return lines > 1 and height < HIGHEST and lines * size * LEAST_LINE > height * _SLACK


def decimal_of(text: str) -> Decimal | None:
    """Return the number a text is, written plainly; None for anything else."""
    return Decimal(text) if _FIGURE.fullmatch(text) else None


def fits(value: Decimal) -> bool:
    """True when a spreadsheet keeps every digit of a number (≤ 15 digits, written plainly)."""
    return len(plain(abs(value)).replace(".", "").lstrip("0")) <= DIGITS


def kept_figure(text: str) -> str:
    """Return the number of a number cell as plain text, to the digits a spreadsheet keeps; an odd one as it is."""
    try:
        value = _AS_KEPT.create_decimal(text)
    except InvalidOperation:
        return text
    return plain(value) if value.is_finite() and abs(value.adjusted()) <= 40 else text


def shown(entry: Entry | None) -> str:
    """Return a frozen cell as a sheet shows it: its value, or its state in words with the note; "" for none."""
    if entry is None or not entry.state:
        return ""
    return printable(entry.value) if entry.state == VALUE else state_text(entry)


def state_text(entry: Entry) -> str:
    """Return a state in words with its note; "" for a value."""
    if entry.state == VALUE:
        return ""
    words = say(f"papers.state.{entry.state}")
    return printable(f"{words}：{entry.note}" if entry.note else words)


def control_address(address: str) -> str:
    """Return the address a control figure goes by."""
    return f"{address}{word('mark.control')}"


def row_name(register: str, number: int, column: str | None = None) -> str:
    """Return the address of a register row by its number, as `statements` names it without a plan."""
    return numbered_row(register, number, column)


def explanation_codes(filed: Return) -> Mapping[str, str]:
    """Return key → code (说明1 …) of every explanation: keys may hold a plate, codes may not."""
    return {key: word("mark.explanation", n=n) for n, key in enumerate(sorted(filed.explanations), 1)}


def cover_facts(filed: Return) -> Mapping[str, str]:
    """Return what the cover says beyond its fields and follows from the return alone: name → text."""
    facts = {
        "unit_code": filed.unit,
        "period_code": own_id(filed.period),
        "revision": revision_name(filed.revision),
        "reason": printable(filed.reason),
        "kind": word("test" if filed.test else "real"),
        "check_code": check_code(filed.digest),
        "digest": filed.digest,
    }
    found = {word(f"cover.{key}"): text for key, text in facts.items()}
    for n, one in enumerate(filed.evidence, 1):
        shown_name = word("evidence", 名=printable(one.name), 大小=one.size, 摘要=one.sha256)
        found[word("cover.evidence", n=n)] = shown_name
    return found


def statements_shown(filed: Return) -> Iterator[tuple[str, str]]:
    """Yield the address and shown text of everything a book of this return shows; masked columns unmasked."""
    yield from ((field_address(COVER, name), text) for name, text in cover_facts(filed).items())
    for group, entries in {COVER: filed.cover, **filed.progress}.items():
        yield from ((field_address(group, name), shown(entry)) for name, entry in entries.items())
    yield from ((address, shown(entry)) for address, entry in filed.cells.items())
    yield from ((control_address(address), shown(entry)) for address, entry in filed.controls.items())
    for register, rows in filed.registers.items():
        for number, row in enumerate(rows, 1):
            yield from ((row_name(register, number, column), printable(text)) for column, text in row.items())
    codes = explanation_codes(filed)
    yield from ((codes[key], printable(explanation.text)) for key, explanation in filed.explanations.items())
