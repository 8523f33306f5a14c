"""Tiles: pieces that cover a text, and no pattern of the program that some Python of 3.11 matches wrongly."""

import ast
import re
from pathlib import Path

import pytest

from forms.guards.tiles import RUN, is_tiled

PIECE = re.compile(rf"(?:<[a-z]+>|[0-9]+;){{1,{RUN}}}")
ROOT = Path(__file__).parents[3]
# a group that keeps what it took: CPython before 3.11.5 goes on at the wrong place behind one in which it went back
KEPT_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]*\})\+|\(\?>")


@pytest.mark.parametrize("pieces", [0, 1, RUN - 1, RUN, RUN + 1, 3 * RUN + 5])
def test_pieces_cover_a_text_however_many_there_are(pieces: int) -> None:
    text = "<ab>12;" * (pieces // 2) + "7;" * (pieces % 2)
    assert is_tiled(PIECE, text)
    assert is_tiled(PIECE, f"??{text}!", 2, 2 + len(text))
    assert not is_tiled(PIECE, f"{text}!") and not is_tiled(PIECE, f"!{text}") and not is_tiled(PIECE, f"{text}<ab")


def test_no_pattern_keeps_a_group() -> None:
    found = [
        (str(path.relative_to(ROOT)), node.lineno)
        for room in ("models", "forms", "ui", "build")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if "(?" in (text := node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
        if KEPT_GROUP.search(text)
    ]
    assert found == []
