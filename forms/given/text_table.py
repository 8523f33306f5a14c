"""Text tables: .csv and what else is saved as text with separators, in UTF-8, UTF-16 or GBK.

The encoding is known, not guessed: a byte order mark says it; a NUL stands in UTF-16 alone, where the higher byte of
digits and line ends is; what is valid UTF-8 is UTF-8, and what is not is GBK (GB 18030), as Excel writes on a Chinese
Windows. The separator is what a first line `sep=;` says, as Excel reads it, else the one the first lines have most of.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from forms.given.cells import ForeignBook, GivenCell, SheetCells
from models.basics.errors import AppError
from models.basics.reading import half_width

MOST_CELLS = 1_000_000
_SEPARATORS = ("\t", ",", ";", "，", "；")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


_THOUSANDS = (",", "，")  # separators that stand in figures too
_BEGUN, _GOES_ON = re.compile(r"[-+]?[1-9]\d{0,2}"), re.compile(r"\d{3}(?:\.\d+)?")
_AS_TEXT = re.compile(r'="([^"]*)"')
_SAID = re.compile(r"\s*\"?sep=([^\w\" \r\n])\"?[ \t]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_LOOKED_AT = 100_000  # characters
_NO_SIGNS = ("Cn", "Co", "Cs")  # what stands in no text anybody writes


def text_of(content: bytes) -> str | None:
    """Return the text of a file, None for what is no text."""
    for encoding in [name for mark, name in _MARKS if content.startswith(mark)] or _unmarked(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:_LOOKED_AT])
        return None if odd or (encoding in _HALVES and _is_noise(text)) else text
    return None


_HALVES = ("utf-16-le", "utf-16-be")


def _unmarked(content: bytes) -> list[str]:
    head = content[: 2 * _LOOKED_AT]
    if b"\0" not in head:
        return ["utf-8", "gb18030"]
    return [_HALVES[head[::2].count(0) > head[1::2].count(0)]]


def _is_noise(text: str) -> bool:
    """True for signs nobody writes: bytes that are no text happen to be read as signs of two bytes each."""
    return any(unicodedata.category(sign) in _NO_SIGNS for sign in set(text[:_LOOKED_AT]))


def is_text_table(content: bytes) -> bool:
    """True for a text whose first line is cut by a separator and is no JSON, key, mail or page."""
    head = content[:65_536].rpartition(b"\n")[0] or content[:65_536]
    text = text_of(head) or text_of(head[: len(head) // 2 * 2])  # the end of a line may be of two bytes
    first = text.strip().split("\n")[0] if text else ""
    cut = any(sign in first for sign in _SEPARATORS) or _SAID.match(first) is not None
    return cut and not first.startswith(("{", "[", "-", "<", "%"))


def read_text_table(content: bytes, name: str) -> ForeignBook | None:
    """Return the one sheet a text with separators is; None for what is no table.

    Raises AppError("import_too_large"), and "import_quote" for a quote that nothing closes.
    """
    text = text_of(content)
    if text is None:
        return None
    said = _SAID.match(text)
    body = text[said.end() :] if said else text  # Excel shows no line that says the separator, and counts none
    lines = body.splitlines()[:40]
    separator = said[1] if said else max(_SEPARATORS, key=lambda sign: max((x.count(sign) for x in lines), default=0))
    if not any(separator in line for line in lines):
        return None
    rows: dict[int, dict[int, GivenCell]] = {}
    count = width = 0
    for number, row in enumerate(_rows(body, separator, name, 1 if said else 0), 1):
        cut = _cut_at(row) if separator in _THOUSANDS and 0 < width < len(row) else len(row)
        width = width if cut < len(row) else max(width, len(row))
        found = {at: GivenCell(_said(cell), cut=at > cut) for at, cell in enumerate(row, 1) if cell.strip()}
        count += len(found)
        if count > MOST_CELLS:
            raise AppError("import_too_large", 文件=name)
        if found:
            rows[number] = found
    return ForeignBook((SheetCells(title=name.rpartition(".")[0] or name, rows=rows),))


def _said(cell: str) -> str:
    """What a spreadsheet shows of a cell: systems write ="00123" so that a code stays as it is."""
    found = _AS_TEXT.fullmatch(cell.strip()) if '="' in cell else None  # hardly a cell has these
    return found[1] if found else cell


def _cut_at(row: list[str]) -> int:
    """Return how many cells stand before a figure that its own commas have cut in two, all of them where there is none.

    Of 1,234.5 without quotes there are two cells, and whatever follows stands one column to the right.
    """
    pairs = pairwise(map(half_width, row))
    return next(
        (at for at, (one, two) in enumerate(pairs) if _BEGUN.fullmatch(one) and _GOES_ON.fullmatch(two)), len(row)
    )


def _rows(text: str, separator: str, name: str, before: int) -> Iterator[list[str]]:
    """Yield the rows of a text that `before` lines stand above; a quote that is not closed takes up none in silence.

    Raises AppError("import_quote") with the line it stands in: the lines below it would be one cell.
    """
    lines = list(io.StringIO(text, newline=""))
    reader, begun = csv.reader(lines, delimiter=separator), 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:  # a cell of more signs than any holds
            raise AppError("import_quote", 文件=name, 行=before + begun + 1) from error
        if row is None:
            return
        ended = reader.line_num
        if (ended > begun + 1 or ended == len(lines)) and not _closes(lines[begun:ended], separator):
            raise AppError("import_quote", 文件=name, 行=before + begun + 1)
        yield row
        begun = ended


def _closes(lines: list[str], separator: str) -> bool:
    """True for the lines of one row whose quotes are closed; words right behind a quote are wrong in several lines."""
    try:
        next(csv.reader(lines, delimiter=separator, strict=True), None)
    except csv.Error as error:
        return len(lines) == 1 and "unexpected end" not in str(error)
    return True
