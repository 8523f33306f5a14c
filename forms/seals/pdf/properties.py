"""Properties: what a PDF says of itself outside its pages, as viewers show it in a window of its own.

Title, subject and the like, the same once more as XMP, the description of each attachment, and what our own signature
says of itself. A further signature may change them, so they are read as the whole file says them.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

TITLE = "/Title"
_SIGNED = ("/Reason", "/Location", "/ContactInfo", "/Name")
_MOST, _LONGEST = 200, 2_000
_VALUE = re.compile(r">([^<>]+)<|=\"([^\"<>]*)\"")
_UNSHOWN = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)  # no viewer shows these
_XMP_TITLE = re.compile(r"<dc:title>.*?</dc:title>", re.DOTALL)


def about(reader: Any, root: Any, signature: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of pyHanko
    """Yield (name, text) of each property; the name of titles is `TITLE`. Blank ones are left out."""
    trailer = reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 - get of pyHanko gives the reference
    for place, key in enumerate(info):
        if place < _MOST and (text := str(info[key])[:_LONGEST].strip()):
            yield key, text
    if "/Metadata" in reader.root:
        yield from _xmp(_UNSHOWN.sub("", reader.root["/Metadata"].data.decode("utf-8", "replace")))
    files = root["/AF"] if "/AF" in root else ()  # noqa: SIM401
    for place in range(len(files)):
        spec = files[place]
        if "/Desc" in spec and (text := str(spec["/Desc"])[:_LONGEST].strip()):
            yield "/Desc", text
    yield from said_by(signature)


def said_by(signature: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of pyHanko
    """Yield what a signature says of itself: (name, text) of why, where, by whom, how to reach them."""
    yield from ((key, text) for key in _SIGNED if key in signature and (text := str(signature[key])[:_LONGEST].strip()))


def _xmp(text: str) -> Iterator[tuple[str, str]]:
    """Yield the values of XMP, those of its titles as such; names of XML namespaces are among the others."""
    for part in _XMP_TITLE.findall(text):
        yield from ((TITLE, value) for value in _values(part) if value != "x-default")
    yield from (("/Metadata", value) for value in _values(_XMP_TITLE.sub("", text)))


def _values(text: str) -> Iterator[str]:
    for place, found in enumerate(_VALUE.finditer(text)):
        if place >= _MOST:
            return
        if value := html.unescape(found[1] or found[2] or "").strip():
            yield value[:_LONGEST]
