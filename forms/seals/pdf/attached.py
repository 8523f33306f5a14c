"""Attached: the files inside a document, where every viewer lists and opens the same ones under the same names."""

import re
from collections.abc import Iterator
from typing import Any

from forms.seals.pdf.layout import is_plain_stream
from forms.seals.pdf.sealed import EVIDENCE, RELATIONSHIPS, Attachment
from models.basics.sizes import MOST_ATTACHMENTS

_DEEPEST = 20
_SAID = frozenset(("/Type", "/F", "/UF", "/EF", "/AFRelationship", "/Desc"))
_EVIDENCE_KEY = "return_evidence_{:02}"  # the name of evidence for readers that know ASCII only
_AN_EVIDENCE_KEY = re.compile(r"return_evidence_[0-9]{2,4}")


def plain_name(name: str, relationship: str, number: int) -> str:
    """The name of an attachment for readers that know ASCII only, and its key in the sorted tree of names."""
    return _EVIDENCE_KEY.format(number) if relationship == EVIDENCE else name


def attachments(root: Any) -> list[Attachment]:  # noqa: ANN401 - pyHanko has no types we could name here
    """Return the attachments of a revision. Raises ValueError where a viewer might list or open something else."""
    listed = root["/Names"]["/EmbeddedFiles"] if "/Names" in root and "/EmbeddedFiles" in root["/Names"] else {}
    files: Any = root["/AF"] if "/AF" in root else ()  # noqa: SIM401 - get of pyHanko gives the reference, not the list
    if len(files) > MOST_ATTACHMENTS:
        raise ValueError("attachments")
    keys = dict(_named_files(listed, 0))
    references = [str(files.raw_get(place)) for place in range(len(files))]
    if sorted(keys) != sorted(references):
        raise ValueError("a viewer lists other attachments")
    found = [_attachment(files[place], keys[one]) for place, one in enumerate(references)]
    if len({one.name for one in found}) != len(found):
        raise ValueError("attachment names")
    return found


def _attachment(spec: Any, key: str) -> Attachment:  # noqa: ANN401
    """Read one attachment, which stands in the tree of names under a key."""
    if not set(spec) <= _SAID or len({str(spec["/EF"].raw_get(one)) for one in spec["/EF"]}) != 1:
        raise ValueError("a viewer opens another file")
    stream, relation, name = spec["/EF"]["/F"], str(spec["/AFRelationship"]), str(spec["/UF"])
    if relation not in RELATIONSHIPS:
        raise ValueError("relationship")
    if not all(_is_plain_name(said, name, relation) for said in (str(spec["/F"]), key)):
        raise ValueError("a viewer shows another name")
    content, kind = stream.data, str(stream["/Subtype"]).lstrip("/")
    if not is_plain_stream(stream):
        raise ValueError("a viewer unpacks another file")
    return Attachment(name=name, content=content, mime=kind, relationship=relation)


def _is_plain_name(said: str, name: str, relationship: str) -> bool:
    return said == name or (relationship == EVIDENCE and _AN_EVIDENCE_KEY.fullmatch(said) is not None)


def _named_files(node: Any, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield what a tree of names leads to, the attachments that a viewer lists, and the name each has there."""
    if depth > _DEEPEST:
        raise ValueError("tree of names")
    names: Any = node["/Names"] if "/Names" in node else ()  # noqa: SIM401
    for place in range(1, min(len(names), 2 * MOST_ATTACHMENTS + 2), 2):
        yield str(names.raw_get(place)), str(names[place - 1])
    kids = node["/Kids"] if "/Kids" in node else ()  # noqa: SIM401
    for place in range(min(len(kids), MOST_ATTACHMENTS)):
        yield from _named_files(kids[place], depth + 1)
