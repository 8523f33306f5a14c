"""Seal order: which revision a book of ours says that it is, found at a glance: papers are opened in that order.

Nothing is verified and nothing believed: what is found here decides which file is opened first, and nothing else.
"""

import hashlib
from binascii import Error, a2b_base64
from collections.abc import Iterator, Sequence

from forms.guards.package import BadZip, part_in

CHUNK = 30_000  # characters of the data, in base64, in one cell
_LARGEST = 1 << 20  # bytes of the texts of a book; a larger one is opened before its order is known
TEXTS = "xl/sharedStrings.xml"
_FIRST = b"<si><t>eyJhbmNlc3RvcnMiOl"  # {"ancestors": in base64, with which the data of a return begin
_TEXT, _END = b"<si><t>", b"</t></si>"
_HEAD = b'{"ancestors":['


def order_said(content: bytes) -> tuple[int, str] | None:
    """Return revision and digest by the data on the seal page of a workbook; None where they are not to be seen so."""
    if not content.startswith(b"PK"):
        return None
    try:
        texts = part_in(content, TEXTS, _LARGEST) or b""
        head, digest = b"", hashlib.sha256()
        for data in _pieces(texts):
            digest.update(data)
            head = head or data
    except BadZip:
        return None
    end = head.find(b"]")
    if not head.startswith(_HEAD) or end < 0:
        return None
    return head.count(b'"', len(_HEAD), end) // 2 + 1, digest.hexdigest()


def is_seen_at_once(texts: bytes, content: bytes, cells: Sequence[str]) -> bool:
    """True when `order_said` finds the data of a return in the texts of its book, and so what the return is.

    `cells` are the data, `content`, in base64. Whoever has opened a book need not take them apart again.
    """
    if len(texts) > _LARGEST or len(cells[-1]) == CHUNK:  # behind a full cell it would look for more
        return False
    written = _TEXT + (_END + _TEXT).join(one.encode() for one in cells) + _END
    head = content[: CHUNK // 4 * 3]
    return head.startswith(_HEAD) and b"]" in head and texts.startswith(written, texts.find(_FIRST))


def _pieces(texts: bytes) -> Iterator[bytes]:
    """Yield the data piece by piece, as they lie behind one another: the last is the first that is no full cell."""
    start, piece = texts.find(_FIRST), CHUNK
    while piece == CHUNK and start >= 0 and texts.startswith(_TEXT, start):
        start += len(_TEXT)
        end = max(texts.find(_END, start), start)
        try:
            yield a2b_base64(texts[start:end], strict_mode=True)
        except Error:
            return
        start, piece = end + len(_END), end - start
