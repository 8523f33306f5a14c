"""Properties: what a PDF says of itself outside its pages, as viewers show it in a window of its own.

Title, subject and the like, the same once more as XMP, the description of each attachment, and what our own signature
says of itself. A further signature may change them, so they are read as the whole file says them.
"""

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

TITLE = "/Title"
_SIGNED = ("/Reason", "/Location", "/ContactInfo", "/Name")
_MOST, _LONGEST, _LARGEST = 200, 2_000, 1 << 20  # properties, characters of one, bytes of XMP
_PIECE = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>|([^<>]+)")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_OF_XML = ("xmlns", "xml:", "rdf:")  # attributes no viewer shows
_KINDS = {  # of XMP → the names of the same in a document's own dictionary, for those a viewer shows
    "title": TITLE, "creator": "/Author", "contributor": "/Author", "publisher": "/Author", "description": "/Subject",
    "subject": "/Subject", "rights": "/Subject", "Keywords": "/Subject", "Label": "/Subject",
}  # fmt: skip
_REST = "/Metadata"


def about(reader: Any, root: Any, signature: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of pyHanko
    """Yield (name, text) of each property; the name of titles is `TITLE`. Blank ones are left out.

    The first of more than anybody reads comes as a title too: of no title of ours, it is told.
    """
    trailer = reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 - get of pyHanko gives the reference
    for place, key in enumerate(info):
        if place <= _MOST and (text := str(info[key])[:_LONGEST].strip()):
            yield key if place < _MOST else TITLE, text
    if "/Metadata" in reader.root:
        yield from _xmp(_decoded(reader.root["/Metadata"].data[:_LARGEST]))
    files = root["/AF"] if "/AF" in root else ()  # noqa: SIM401
    for place in range(len(files)):
        spec = files[place]
        if "/Desc" in spec and (text := str(spec["/Desc"])[:_LONGEST].strip()):
            yield "/Desc", text
    yield from said_by(signature)


def said_by(signature: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of pyHanko
    """Yield what a signature says of itself: (name, text) of why, where, by whom, how to reach them."""
    yield from ((key, text) for key in _SIGNED if key in signature and (text := str(signature[key])[:_LONGEST].strip()))


def _decoded(content: bytes) -> str:
    """The text of XMP, in one of the codings it may have."""
    if b"\0" not in content[:4]:
        return content.decode("utf-8", "replace")
    return content.decode("utf-16-be" if content[0] in (0, 0xFE) else "utf-16-le", "replace")


def _xmp(text: str) -> Iterator[tuple[str, str]]:
    """Yield the values of XMP by the kind of what they stand in; what is broken is read as far as it goes."""
    for begin, end in (("<?", "?>"), ("<!--", "-->")):
        text = _without(text, begin, end)
    text = _without(text, "<![CDATA[", "]]>", kept=True)
    for place, (kind, value) in enumerate(islice(_pieces(text), _MOST + 1)):
        yield kind if place < _MOST else TITLE, value


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    within = ""
    for found in _PIECE.finditer(text):
        close, tag, attributes, words = found.groups()
        name = (tag or "").rpartition(":")[2]
        if words is not None and (said := html.unescape(words).strip("\ufeff\0 \t\r\n")):
            yield _KINDS.get(within, _REST), said[:_LONGEST]
        elif close and name == within:
            within = ""
        elif not close and name in _KINDS:
            within = name
        for key, double, single in _ATTRIBUTE.findall(attributes or ""):
            said = html.unescape(double or single).strip()
            if said and not key.startswith(_OF_XML):
                yield _KINDS.get(key.rpartition(":")[2], _REST), said[:_LONGEST]


def _without(text: str, begin: str, end: str, *, kept: bool = False) -> str:
    """A text without what stands between two marks, or (`kept`) with it as plain text."""
    parts, place = list[str](), 0
    while (start := text.find(begin, place)) >= 0:
        stop = text.find(end, start + len(begin))
        inside = text[start + len(begin) : stop if stop >= 0 else None]
        parts += [text[place:start], html.escape(inside) if kept else ""]
        if stop < 0:
            return "".join(parts)
        place = stop + len(end)
    return "".join([*parts, text[place:]])
