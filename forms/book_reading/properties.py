"""Properties: what a book says of itself outside its sheets — title, subject, who made it and the like."""

from collections.abc import Iterator, Mapping

from forms.book_reading.xml import Ambiguous, tree
from forms.guards.own_properties import PARTS, own_properties
from models.basics.errors import AppError

_PROPERTY_ROOTS = ("coreProperties", "Properties")
_PASSED_OVER = frozenset((  # names of programs, their versions, days, and lists that a program makes anew
    "Application", "AppVersion", "Template", "TotalTime", "DocSecurity", "version", "revision", "created", "modified",
    "lastPrinted", "HeadingPairs", "DigSig", "language", "identifier",
))  # fmt: skip
_ELSEWHERE = ("xl/", "_xmlsignatures/", "[Content_Types]")
_MOST_PROPERTY_TAGS, _LONGEST_PROPERTY = 5_000, 2_000


def book_properties(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Return what a book says of itself outside its sheets, as (name, text): title, subject, who made it and the like.

    `parts`: "name" → bytes; of an unreadable one nothing. Source: ECMA-376-2 §11, ECMA-376-1 §22.2, §22.3.
    """
    beside = (path for path in sorted(parts) if path.endswith(".xml") and not path.startswith(_ELSEWHERE))
    return tuple(pair for path in beside for pair in _properties(parts[path]))


def _properties(part: bytes) -> tuple[tuple[str, str], ...]:
    own = own_properties(part)
    if own is None:
        return tuple(_said_by(part))
    if all([len(text) <= _LONGEST_PROPERTY and text.strip() == text for _, text in own]):
        return own
    said = ((name, text if name == PARTS else text.strip()) for name, text in own)
    return tuple((name, text[:_LONGEST_PROPERTY]) for name, text in said if text)


def _said_by(part: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = tree(part, _MOST_PROPERTY_TAGS)
    except (Ambiguous, ValueError, AppError):
        return
    if _plain_name(root) not in _PROPERTY_ROOTS:
        return
    named = [(_plain_name(one), one) for one in root]
    lists = [one for name, one in named if name == PARTS]
    yield from ((PARTS, str(text)[:_LONGEST_PROPERTY]) for held in lists for text in held.itertext())
    for kind, one in named:
        if kind == PARTS or kind in _PASSED_OVER:
            continue
        text = "".join(one.itertext()).strip()[:_LONGEST_PROPERTY]
        if text:
            name = str(one.get("name") or "") or kind
            yield (f"custom:{name}" if one.get("fmtid") else kind), text


def _plain_name(one: object) -> str:
    return str(getattr(one, "tag", "")).rpartition("}")[2]
