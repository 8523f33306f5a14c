"""Our dataclass does what the standard one does, and compiles nothing before the first instance."""

import dataclasses
import pickle
import re
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, field, fields, replace
from pathlib import Path
from typing import Any

import pytest

from models.basics.lazy_dataclass import dataclass as ours

ROOT = Path(__file__).parents[3]
Decorator = Callable[..., Callable[[type], type]]
KINDS: tuple[dict[str, bool], ...] = (
    {},
    {"frozen": True},
    {"slots": True, "kw_only": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
)


def _classes(made: Decorator, **kind: bool) -> tuple[Any, Any]:
    class Base:
        """A record."""

        name: str
        size: int = 3
        parts: list[int] = field(default_factory=list)
        seen: bool = field(default=False, compare=False, repr=False)

    base = made(**kind)(Base)

    class More(base):  # type: ignore[misc, valid-type]
        """A record with more to it."""

        _: KW_ONLY
        made: str = field(default="here", init=False)
        left: str = ""

    return base, made(**kind)(More)


@ours(frozen=True, slots=True, kw_only=True)
class Travels:
    """A record that goes to another process."""

    name: str
    values: tuple[int, ...] = ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: " ".join(kind) or "plain")
def test_it_behaves_as_the_standard_one(kind: dict[str, bool]) -> None:
    for mine, standard in zip(_classes(ours, **kind), _classes(dataclasses.dataclass, **kind), strict=True):
        assert [one.name for one in fields(mine)] == [one.name for one in fields(standard)]
        assert mine.__match_args__ == standard.__match_args__
        one, its = mine(name="a", parts=[1]), standard(name="a", parts=[1])
        assert repr(one) == repr(its)
        assert asdict(one) == asdict(its)
        assert repr(replace(one, size=5)) == repr(replace(its, size=5))
        assert one == mine(name="a", parts=[1], seen=True) != replace(one, size=4)
        assert one.__eq__(its) is NotImplemented
        assert (mine.__hash__ is None) is (standard.__hash__ is None)
        assert hasattr(one, "__dict__") == hasattr(its, "__dict__")
        assert mine(name="b").parts is not mine(name="b").parts
        with pytest.raises(TypeError, match="name"):
            mine()
        with pytest.raises(TypeError, match="unknown"):
            mine(name="a", unknown=1)
        if kind.get("kw_only"):
            with pytest.raises(TypeError, match="positional"):
                mine("a")


def test_a_frozen_one_refuses_is_hashed_and_travels() -> None:
    one = Travels(name="a", values=(1, 2))
    with pytest.raises(FrozenInstanceError, match="name"):
        one.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="name"):
        del one.name
    assert len({one, Travels(name="a", values=(1, 2))}) == 1
    assert pickle.loads(pickle.dumps(one)) == one


def test_nothing_is_compiled_before_the_first_instance() -> None:
    _, made = _classes(ours, frozen=True, slots=True)
    before = made.__init__
    made(name="a")
    compiled = made.__init__
    made(name="b")
    assert before is not compiled is made.__init__
    assert compiled.__code__.co_varnames[:2] == ("self", "name")


def test_the_program_makes_no_class_with_the_standard_decorator() -> None:
    """Each would cost every start of the program a millisecond."""
    lazy = {ROOT / "models/basics/lazy_dataclass.py"}
    code = [path for part in ("models", "forms", "ui") for path in (ROOT / part).rglob("*.py")]
    standard = re.compile(r"^\s*from dataclasses import .*\bdataclass\b", re.MULTILINE)
    assert [str(path) for path in code if path not in lazy and standard.search(path.read_text("utf-8"))] == []
