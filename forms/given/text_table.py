"""Text tables: .csv and what else is saved as text with separators, in UTF-8, UTF-16 or GBK.

The encoding is known, not guessed: a byte order mark says it, what is valid UTF-8 is UTF-8, and what is not is GBK
(GB 18030), which Excel writes on a Chinese Windows. The separator is the one the first line has most of.
"""

import csv
import io

from forms.given.cells import ForeignBook, GivenCell, SheetCells
from models.basics.errors import AppError

MOST_CELLS = 1_000_000
_SEPARATORS = ("\t", ",", ";", "，", "；")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_of(content: bytes) -> str | None:
    """Return the text of a file, None for what is no text."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:100_000])
        return None if odd else text
    return None


def is_text_table(content: bytes) -> bool:
    """True for a text whose first line is cut by a separator and is no JSON, key, mail or page."""
    text = text_of(content[:65_536].rpartition(b"\n")[0] or content[:65_536])
    first = text.strip().split("\n")[0] if text else ""
    return any(sign in first for sign in _SEPARATORS) and not first.startswith(("{", "[", "-", "<", "%"))


def read_text_table(content: bytes, name: str) -> ForeignBook | None:
    """Return the one sheet a text with separators is; None for what is no table.

    Raises AppError("import_too_large").
    """
    text = text_of(content)
    lines = text.splitlines() if text else []
    separator = max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in lines[:40]), default=0))
    if text is None or not any(separator in line for line in lines[:40]):
        return None
    rows: dict[int, dict[int, GivenCell]] = {}
    count = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            found = {column: GivenCell(cell) for column, cell in enumerate(row, 1) if cell.strip()}
            count += len(found)
            if count > MOST_CELLS:
                raise AppError("import_too_large", 文件=name)
            if found:
                rows[number] = found
    except csv.Error as error:
        raise AppError("import_unreadable", 文件=name) from error
    return ForeignBook((SheetCells(title=name.rpartition(".")[0] or name, rows=rows),))
