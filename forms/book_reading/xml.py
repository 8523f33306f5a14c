"""XML of workbooks: the one reading of a part on which all programs agree, or none.

No document type, comment, instruction or other encoding than UTF-8: each of these lets two readers see two texts. The
number of elements is bounded before anything is built. Namespaces are those of ECMA-376, transitional and strict.
"""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from models.basics.errors import AppError

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
MOST_ATTRIBUTES = 20  # of one element, on the average
_FEW_ATTRIBUTES = 1_000  # of a part, whatever elements it has
_DECLARATION = re.compile(
    rb"""\s*<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?:utf-8|utf8|us-ascii)["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>""",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
_BOOLEANS = {"true": "1", "on": "1", "false": "0", "off": "0"}
_UNDERSTOOD = (b":MustUnderstand", b":ProcessContent")  # by these some programs read what others pass over
_BOM = b"\xef\xbb\xbf"


class Ambiguous(Exception):
    """Two programs could read two things here; the text is a short English word for the log."""


def plain_xml(part: bytes, most: int) -> bytes:
    """Return a part's XML behind its declaration. Raises Ambiguous; AppError("book_too_large") beyond `most` tags."""
    signs = part.count(b"=")
    if len(part) > most or signs > _FEW_ATTRIBUTES:  # a part of fewer bytes has fewer tags: they are not counted
        tags = part.count(b"<")
        if tags > most or signs > _FEW_ATTRIBUTES + MOST_ATTRIBUTES * tags:
            raise AppError("book_too_large")
    body = part.removeprefix(_BOM)
    declared = _DECLARATION.match(body)
    if declared:
        body = body[declared.end() :]
    if _holds(body, b"<!") or _holds(body, b"<?"):
        raise Ambiguous("comment, instruction or document type")
    if all(space.encode() in body for space in MAIN) or any(word in body for word in _UNDERSTOOD):
        raise Ambiguous("two languages")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Ambiguous("encoding") from error
    return body


def _holds(body: bytes, mark: bytes) -> bool:
    """True when a mark stands somewhere: its last sign is looked for first, which few texts have; `<` is everywhere."""
    return mark[-1:] in body and mark in body


def tree(part: bytes, most: int) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the root element of a small part. Raises Ambiguous, ValueError for broken XML, AppError as `plain_xml`."""
    from lxml import etree

    try:
        return etree.fromstring(plain_xml(part, most), parser())
    except etree.XMLSyntaxError as error:
        raise ValueError("xml") from error


@cache
def parser() -> Any:  # noqa: ANN401
    """Return the parser that fetches nothing and knows no document type."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def local(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element of the main namespace, "" for any other."""
    space, bracket, name = str(element.tag).rpartition("}")
    return name if bracket and space[1:] in MAIN else ""


def flag(element: Any, name: str, *, otherwise: bool = False) -> bool:  # noqa: ANN401
    """Return a boolean attribute. Raises Ambiguous for one that is neither."""
    said = element.get(name)
    if said is None:
        return otherwise
    if said.strip() not in ("0", "1", "true", "false", "on", "off"):
        raise Ambiguous(f"attribute {name}")
    return said.strip() in ("1", "true", "on")


Profile = Mapping[str, frozenset[str]]  # attribute → the values it may have, none listed = any


def profile(free: str, **bound: str) -> Profile:
    """Return what attributes an element may have: `free` by name, `bound` with the only values they may have."""
    return {name: frozenset() for name in free.split()} | {
        name: frozenset(text.split()) for name, text in bound.items()
    }


def beyond(element: Any, known: Profile) -> list[str]:  # noqa: ANN401
    """Return the attributes of an element that a profile does not have, or not with this value; 1 and 0 for a boolean.

    Attributes of other namespaces (identities, distances) say nothing about what is shown.
    """
    found = []
    for key, value in element.attrib.items():
        space, bracket, name = str(key).rpartition("}")
        if bracket and space[1:] not in MAIN:
            continue
        plain = value.strip()
        allowed = None if bracket else known.get(name)
        if allowed is None or (allowed and _BOOLEANS.get(plain, plain) not in allowed):
            found.append(name)
    return found


def number(element: Any, name: str, otherwise: float) -> float:  # noqa: ANN401
    """Return an attribute that is a number. Raises Ambiguous."""
    said = element.get(name)
    if said is None:
        return otherwise
    if not _NUMBER.fullmatch(said):
        raise Ambiguous(f"attribute {name}")
    return float(said)


class PlainElement(dict[str, str]):
    """The attributes of an element that was read by a pattern, asked as those of one that was parsed."""

    @property
    def attrib(self) -> dict[str, str]:
        """Themselves."""
        return self


def each(part: bytes, name: str, above: str, most: int) -> Iterator[Any]:
    """Yield each element of a name that stands right below the root; an element of that name elsewhere is Ambiguous."""
    from lxml import etree

    steps = etree.iterparse(
        io.BytesIO(plain_xml(part, most)),
        tag=f"{{*}}{name}",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in steps:
            parent = element.getparent()
            if local(element) != name or parent is None or local(parent) != above or parent.getparent() is not None:
                raise Ambiguous(f"{name} outside {above}")
            yield element
            element.clear()
            while element.getprevious() is not None:
                if local(parent[0]) != name:
                    raise Ambiguous(f"in {above}")
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise ValueError("xml") from error
    if local(steps.root) != above or any(local(one) not in (name, "extLst") for one in steps.root):
        raise Ambiguous(f"in {above}")
