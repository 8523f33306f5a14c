"""Checking, at the office: the record compared with itself and with the heads printed on papers from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.guards.guards import paper_bytes
from forms.papers.paper import open_paper
from models.basics.errors import AppError
from models.store import Store
from models.workspace.proof import Head, holds, parse_head


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A head that has left the house, where it stands, and whether the record still has it."""

    source: str
    head: Head
    holds: bool


def compare_heads(store: Store, papers: Sequence[Path], typed: Sequence[str] = ()) -> tuple[Outside, ...]:
    """Compare the record with the heads on sealed papers and with those a person copied from a page.

    Raises AppError: "no_head_inside" for a paper that carries none, as `open_paper`, "head_unreadable".
    """
    found = [(path.name, _head_in(path)) for path in papers] + [(text, parse_head(text)) for text in typed]
    return tuple(Outside(source=source, head=head, holds=holds(store, head)) for source, head in found)


def _head_in(path: Path) -> Head:
    said = open_paper(paper_bytes(path)).facts.get("record")
    if not isinstance(said, str):
        raise AppError("no_head_inside", 文件=path.name)
    return parse_head(said)
