"""Records are what the standard library's dataclasses are, and cost less to load."""

import ast
import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, FrozenInstanceError, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest

from models.basics.records import MOST, dataclass

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: int
    y: int = 2
    names: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    kind: ClassVar[str] = "point"


@dataclass(frozen=True, slots=True)
class Named:
    first: str
    last: str = "李"
    _: KW_ONLY
    seen: bool = False
    made: str = field(init=False, default="here")
    told: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Base:
    a: int

    @cached_property
    def twice(self) -> int:
        return 2 * self.a


@dataclass(frozen=True)
class Derived(Base):
    b: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.a < 0:
            raise ValueError("a")


@dataclass(slots=True)
class Open:
    count: int = 0


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class OwnWay:
    a: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnWay)

    def __repr__(self) -> str:
        return "own"


RECORDS: list[Any] = [Point, Named, Base, Derived, Open, Nothing, OwnWay]


def twin(cls: Any, **options: bool) -> Any:
    """The same class as the standard library makes it."""
    wanted = {
        name: getattr(cls, name) for name in ("__annotations__", "__post_init__", "__module__") if hasattr(cls, name)
    }
    defaults = {
        one.name: dataclasses.field(
            default=one.default,
            default_factory=one.default_factory,  # type: ignore[arg-type]
            init=one.init,
            repr=one.repr,
            compare=one.compare,
            kw_only=one.kw_only,
        )
        for one in dataclasses.fields(cls)
    }
    return dataclasses.dataclass(**options)(type(cls.__name__, (), wanted | defaults))


SIDES: list[tuple[Any, dict[str, bool], tuple[object, ...], dict[str, object]]] = [
    (Point, {"frozen": True, "kw_only": True}, (), {"x": 1}),
    (Point, {"frozen": True, "kw_only": True}, (), {"x": 1, "y": 5, "names": {"a": 1}}),
    (Named, {"frozen": True}, ("王",), {}),
    (Named, {"frozen": True}, ("王", "五"), {"seen": True}),
    (Base, {"frozen": True}, (3,), {}),
    (Open, {}, (), {"count": 3}),
    (Nothing, {"frozen": True}, (), {}),
]


@pytest.mark.parametrize(("ours", "options", "values", "named"), SIDES)
def test_a_record_says_and_is_compared_as_the_standard_one(
    ours: Any,
    options: dict[str, bool],
    values: tuple[object, ...],
    named: dict[str, object],
) -> None:
    theirs = twin(ours, **options)
    one, other = ours(*values, **named), theirs(*values, **named)
    assert repr(one) == repr(other).replace(other.__class__.__qualname__, one.__class__.__qualname__)
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert one == ours(*values, **named)
    assert one != other
    assert ours.__match_args__ == theirs.__match_args__
    if options.get("frozen"):
        assert hash(one) == hash(ours(*values, **named)) == hash(other)
    else:
        with pytest.raises(TypeError, match="unhashable"):
            hash(one)


WRONG: list[tuple[Any, tuple[object, ...], dict[str, object]]] = [
    (Point, (), {}), (Point, (1,), {}), (Point, (), {"x": 1, "z": 2}), (Named, (), {}), (Named, ("a", "b", True), {}),
    (Named, ("a",), {"made": "there"}), (Base, (1, 2), {}),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "values", "named"), WRONG)
def test_a_record_is_refused_what_is_not_its_own(
    ours: Any,
    values: tuple[object, ...],
    named: dict[str, object],
) -> None:
    with pytest.raises(TypeError, match="__init__"):
        ours(*values, **named)


def test_a_frozen_record_cannot_be_changed_and_an_open_one_can() -> None:
    point, counted = Point(x=1), Open()
    for act in (lambda: setattr(point, "x", 2), lambda: delattr(point, "x"), lambda: setattr(Base(1), "a", 2)):
        with pytest.raises(FrozenInstanceError):
            act()
    counted.count = 5
    assert (point.x, counted) == (1, Open(5))
    assert not hasattr(point, "__dict__")


COPIES: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    lambda one: pickle.loads(pickle.dumps(one)),
    dataclasses.replace,
]


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_of_a_record_is_equal_to_it(copied: Callable[[Any], Any]) -> None:
    for one in (Point(x=1, names={"a": 1}), Base(2), Derived(2, [1]), Open(4), Nothing()):
        assert copied(one) == one
        assert type(copied(one)) is type(one)
    assert copied(Point(x=1, names={"a": 1})).names == {"a": 1}


def test_a_derived_record_has_the_fields_of_its_base_and_a_list_of_its_own() -> None:
    one, other = Derived(1), Derived(1)
    assert (one.twice, [field.name for field in dataclasses.fields(one)]) == (2, ["a", "b"])
    assert one.b is not other.b
    with pytest.raises(ValueError, match="a"):
        Derived(-1)
    assert Base(1) != Derived(1)


def test_a_class_has_its_init_when_the_first_record_of_it_is_made() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class One:
        x: int
        names: Mapping[str, int] = field(default_factory=dict)

    before = One.__init__.__name__
    one, other = One(x=1), One(x=1)
    assert (before, One.__init__.__name__) == ("first", "__init__")
    assert str(inspect.signature(One)).replace("tests.models.basics.test_records.", "").startswith("(*, x, names=")
    assert one.names == other.names == {}
    assert one.names is not other.names


@pytest.mark.parametrize("count", [0, 1, MOST - 1, MOST, MOST + 1])
def test_a_record_has_any_number_of_fields(count: int) -> None:
    names = [f"_{at}" for at in reversed(range(count))]
    make: Any = dataclass(frozen=True, slots=True)
    made = make(type("Many", (), {"__annotations__": dict.fromkeys(names, int)}))
    one = made(*range(count))
    assert [getattr(one, name) for name in names] == list(range(count))
    assert one == made(**dict(zip(names, range(count), strict=True)))
    assert made.__match_args__ == tuple(names)
    with pytest.raises(TypeError, match="__init__"):
        made(*range(count + 1))


def test_a_class_made_of_a_record_has_the_fields_of_it() -> None:
    class Further(Point):
        """No record itself."""

    one = Further(x=1)
    assert (one, one.y, [one.name for one in dataclasses.fields(Further)]) == (Further(x=1), 2, ["x", "y", "names"])


def test_what_a_class_says_of_itself_stays() -> None:
    assert OwnWay(1) == OwnWay(2)
    assert repr(OwnWay(1)) == "own"


def test_no_module_of_the_product_makes_dataclasses_in_another_way() -> None:
    """Each of them would cost the start of the window a millisecond."""
    for path in (one for room in ("models", "forms", "ui") for one in (ROOT / room).rglob("*.py")):
        if path.name != "records.py" or path.parent.name != "basics":
            imports = (one for one in ast.walk(ast.parse(path.read_bytes())) if isinstance(one, ast.ImportFrom))
            found = [name.name for one in imports if one.module == "dataclasses" for name in one.names]
            assert "dataclass" not in found, path


@pytest.mark.parametrize(
    "options", [{}, {"frozen": True}, {"frozen": True, "slots": True, "kw_only": True}, {"eq": False}]
)
def test_what_others_ask_of_a_class_is_said_as_the_standard_library_says_it(options: dict[str, bool]) -> None:
    """Options of a class: dask asks for them to tell one record from another."""
    made, standard = (
        make(**options)(type("One", (), {"__annotations__": {"a": int}})) for make in (dataclass, dataclasses.dataclass)
    )
    names = type(standard.__dataclass_params__).__slots__
    assert {name: getattr(made.__dataclass_params__, name) for name in names} == {
        name: getattr(standard.__dataclass_params__, name) for name in names
    }
