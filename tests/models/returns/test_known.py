"""A return that was read before is the same one read again part by part, and refused for what it would have been."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from models.basics.errors import AppError
from models.returns.known import known_return
from models.returns.returns import Return, parse_return
from models.returns.revisions import difference
from tests.models.returns.test_returns import filed, spelled

PARTS = ("cells", "controls", "cover", "explanations", "progress", "registers")


def test_it_says_in_every_part_what_it_said() -> None:
    known, read = known_return(filed().content), parse_return(filed().content)
    assert {one.name: getattr(known, one.name) for one in fields(Return)} == {
        one.name: getattr(read, one.name) for one in fields(Return)
    }
    assert known == read
    assert (known.content, known.digest, known.substance) == (read.content, read.digest, read.substance)
    assert replace(known, reason="x").content == replace(read, reason="x").content
    assert not any(difference(known, read))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_says_nothing_is_refused_when_it_is_asked_for(part: str) -> None:
    def spoil(found: dict[str, Any]) -> None:
        found[part][next(iter(found[part]))] = [1]

    known = known_return(spelled(spoil))
    assert all(getattr(known, name) for name in PARTS if name != part)
    for ask in (len, list, dict):
        with pytest.raises(AppError, match="return_malformed"):
            ask(getattr(known, part))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", json.dumps({"form": "x"}).encode()])
def test_what_is_no_return_is_refused_at_once(content: bytes) -> None:
    with pytest.raises(AppError, match="return_malformed"):
        known_return(content)
