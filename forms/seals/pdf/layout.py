"""Layout: is a document written so that every program finds the same objects and the same bytes in it?

Programs part where a file says things twice: two objects of one number, a second table of objects, bytes behind the end
of a compressed stream, a stream that lies in another file. Our writer does none of it, so a sealed revision is a
header, objects, and the table that lists exactly these, once for each time it was written on. Source: ISO 32000-1
§7.3.8, §7.4, §7.5.
"""

import base64
import re
import zlib
from typing import Any

from forms.seals.pdf.objects import FLATE, PackedStream, PlainObjects, filters_of, object_end

_HEAD = re.compile(rb"%PDF-1\.[0-9][^\r\n]*\r?\n(?:%[^\r\n]*\r?\n)?")
_ROWS = rb"(?:[0-9]+ [0-9]+[ \r]*\n(?:[0-9]{10} [0-9]{5} [nf][ \r\n]{2})*)+"
_TABLE = re.compile(
    rb"[\r\n]*(?P<table>xref)\r?\n(?P<rows>" + _ROWS + rb")trailer\s*<<(?P<said>(?:(?!obj|stream).)*?)>>"
    rb"\s*startxref\s+(?P<start>[0-9]+)\s+%%EOF[\r\n]*",
    re.DOTALL,
)  # fmt: skip
_SECTION = re.compile(rb"([0-9]+) ([0-9]+)[ \r]*\n((?:[0-9]{10} [0-9]{5} [nf][ \r\n]{2})*)")
_SIZE = re.compile(rb"/Size\s+([0-9]{1,10})(?![0-9])")
_MOST_UNUSED = 64  # numbers that a writer gave away and did not use
_ROW, _GENERATION = 20, 17
_BLANK = re.compile(rb"[\r\n ]*")
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms", "/DecodeParms")
_ASCII = "/ASCII85Decode"
_FILTERS = ((), (FLATE,), (_ASCII, FLATE))
_PIECE = 1 << 20  # bytes that are unpacked at a time


def is_laid_out_plainly(objects: PlainObjects, end: int) -> bool:
    """True when up to `end` each object is listed by the table behind it, none twice and nothing else stands there.

    Raises ValueError for what is no object at all.
    """
    pdf = objects.pdf
    head = _HEAD.match(pdf)
    if head is None:
        return False
    place, held, largest = head.end(), dict[int, int](), 0
    while place < end:
        table = _TABLE.match(pdf, place)
        if table is None:
            start = _blank_end(pdf, place)
            number, place = object_end(objects, start)
            if number in held:
                return False
            held[number] = start
            continue
        largest = max([largest, *held])
        begins = int(table["start"]) == table.start("table") and b"XRefStm" not in table["said"]
        if _listed(table["rows"]) != held or not begins or not _has_size(table["said"], largest):
            return False
        place, held = table.end(), {}
    return not held


def _has_size(said: bytes, largest: int) -> bool:
    """True when a trailer counts every object, and hardly more: what is beyond the size is none."""
    sizes = [int(one) for one in _SIZE.findall(said)]
    return len(sizes) == 1 and largest < sizes[0] <= largest + _MOST_UNUSED


def _blank_end(pdf: bytes, place: int) -> int:
    found = _BLANK.match(pdf, place)
    return found.end() if found is not None else place


def _listed(rows: bytes) -> dict[int, int]:
    """Number → place of the objects a table lists as being there."""
    found = {}
    for first, _, entries in _SECTION.findall(rows):
        for row in range(len(entries) // _ROW):
            entry = entries[row * _ROW : (row + 1) * _ROW]
            if entry[_GENERATION : _GENERATION + 1] == b"n":
                found[int(first) + row] = int(entry[:10])
    return found


def is_plain_stream(stream: Any) -> bool:  # noqa: ANN401 - pyHanko has no types we could name here
    """True when a stream lies in the file itself, packed in a way of ours, and ends where its packing does.

    Read its data before, within the limits for it: they bound what is unpacked here.
    """
    if any(key in stream for key in _ELSEWHERE):
        return False
    filters = filters_of(stream)
    if filters not in _FILTERS:
        return False
    if isinstance(stream, PackedStream) and stream.ends_with_packing is not None:
        return stream.ends_with_packing
    content = bytes(stream.encoded_data)
    if _ASCII in filters:
        text = content.strip()
        if not text.endswith(b"~>") or text.count(b"~") != 1:
            return False
        content = base64.a85decode(text[:-2])
    return FLATE not in filters or _ends_with_its_packing(content)


def _ends_with_its_packing(content: bytes) -> bool:
    unpacking = zlib.decompressobj()
    try:
        while not unpacking.eof and (content or unpacking.unconsumed_tail):
            unpacking.decompress(content or unpacking.unconsumed_tail, _PIECE)
            content = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return unpacking.eof and not unpacking.unused_data.strip()
