"""Properties: what a workbook says of itself outside its sheets, as programs and folders show it.

Title, subject and the like, who made it, and what somebody added. Source: ECMA-376-2 §11, ECMA-376-1 §22.2, §22.3.
"""

from collections.abc import Iterator, Mapping

from forms.book.xml import Ambiguous, tree
from models.basics.errors import AppError

TITLE = "title"
SPOKEN = ("subject", "description", "keywords", "category", "contentStatus")  # written by people, for people
_ROOTS = ("coreProperties", "Properties")
_PASSED_OVER = frozenset((  # names of programs, their versions, days, and lists that a program makes anew
    "Application", "AppVersion", "Template", "TotalTime", "DocSecurity", "version", "revision", "created", "modified",
    "lastPrinted", "HeadingPairs", "TitlesOfParts", "DigSig", "language", "identifier",
))  # fmt: skip
_ELSEWHERE = ("xl/", "_xmlsignatures/", "[Content_Types]")
_MOST_TAGS, _LONGEST = 5_000, 2_000


def book_properties(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Return (name, text) of each property in a book's parts ("name" → bytes); of an unreadable part nothing."""
    beside = (path for path in sorted(parts) if path.endswith(".xml") and not path.startswith(_ELSEWHERE))
    return tuple(pair for path in beside for pair in _part(parts[path]))


def _part(part: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = tree(part, _MOST_TAGS)
    except (Ambiguous, ValueError, AppError):
        return
    if _name(root) not in _ROOTS:
        return
    for one in root:
        text = "".join(one.itertext()).strip()[:_LONGEST]
        name = str(one.get("name") or "") or _name(one)
        if text and _name(one) not in _PASSED_OVER:
            yield (f"custom:{name}" if one.get("fmtid") else _name(one)), text


def _name(one: object) -> str:
    return str(getattr(one, "tag", "")).rpartition("}")[2]
