"""Records: dataclasses that cost little to load.

`dataclasses.dataclass` writes, compiles and runs half a dozen functions for each class, about a millisecond; a window
loads some hundred and forty classes before it is painted. Here the standard library finds the fields and makes the
slots; comparing, hashing and showing are shared functions, and only `__init__` is compiled, when more than a few
records of a class are made. A type checker sees the standard decorator, and a record is one to `fields`, `replace` and
`is_dataclass`.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
    ) -> Any:  # noqa: ANN401
        """Make a record of a class; options as `dataclasses.dataclass` has them."""

        def made(plain: type) -> type:
            return _record(plain, frozen=frozen, slots=slots, eq=eq, kw_only=kw_only)

        return made if cls is None else made(cls)


FEW = 16  # records of a class that are made before its `__init__` is compiled: that costs as much as filling fifty
_ABSENT = object()  # what stands for an argument that a factory makes
Method = Callable[..., Any]


def _record(plain: type, *, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> type:
    written = dict(vars(plain))
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(plain)
    methods: dict[str, Method | None] = {"__init__": _first_init(cls, frozen=frozen), "__repr__": _shown}
    if eq:
        methods["__eq__"] = _equal(_values(cls, lambda one: one.compare))
        hashed = _values(cls, lambda one: one.compare if one.hash is None else one.hash)
        methods["__hash__"] = _hashed(hashed) if frozen else None
        if written.get("__hash__") is None:
            written.pop("__hash__", None)  # Python puts it there for a class with an `__eq__` of its own
    if frozen:
        methods |= {"__setattr__": _refused, "__delattr__": _refused}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _take_state}
    for name, method in methods.items():
        if name not in written:
            setattr(cls, name, method)
    return cls  # type: ignore[no-any-return]


def _first_init(cls: Any, *, frozen: bool) -> Method:  # noqa: ANN401
    """Return an `__init__` that fills a few records field by field, then writes the one of its class and gives way.

    Also for arguments that are none of the class: its own `__init__` says which.
    """
    left, put = FEW, object.__setattr__ if frozen else setattr

    def first(self: Any, *values: object, **named: object) -> None:  # noqa: ANN401
        nonlocal left
        left -= 1
        found = _taken(cls, values, named) if left >= 0 else None
        if found is None:
            init = _init(cls, frozen=frozen)
            cls.__init__ = init
            init(self, *values, **named)
            return
        for name, value in found.items():
            put(self, name, value)
        if hasattr(cls, "__post_init__"):
            self.__post_init__()

    return first


def _taken(cls: Any, values: tuple[object, ...], named: dict[str, object]) -> dict[str, object] | None:  # noqa: ANN401
    """Return what the fields of a record get from arguments, None where they are not those of its class."""
    fields = dataclasses.fields(cls)
    places = [one.name for one in fields if one.init and not one.kw_only]
    given = {**dict(zip(places, values, strict=False)), **named}
    if len(given) < len(values) + len(named):
        return None
    found: dict[str, object] = {}
    for one in fields:
        if one.init and one.name in given:
            found[one.name] = given.pop(one.name)
        elif one.default_factory is not dataclasses.MISSING:
            found[one.name] = one.default_factory()
        elif one.default is not dataclasses.MISSING:
            found[one.name] = one.default
        elif one.init:
            return None
    return None if given else found


def _init(cls: Any, *, frozen: bool) -> Method:  # noqa: ANN401
    """Compile the `__init__` of a class: one parameter for each field, those of `KW_ONLY` last."""
    known: dict[str, Any] = {"_absent": _ABSENT, "_set": object.__setattr__}
    places, named, steps = ["self"], list[str](), list[str]()
    for one in dataclasses.fields(cls):
        name, value = one.name, one.name
        if one.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = one.default_factory
            value = f"(_make_{name}() if {name} is _absent else {name})" if one.init else f"_make_{name}()"
            default = "=_absent"
        elif one.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = one.default
            default = f"=_default_{name}"
            value = name if one.init else f"_default_{name}"
        elif one.init:
            default = ""
        else:
            continue  # somebody else gives it its value
        if one.init:
            (named if one.kw_only else places).append(f"{name}{default}")
        steps.append(_step(cls, name, value, known, frozen=frozen))
    if hasattr(cls, "__post_init__"):
        steps.append("self.__post_init__()")
    heads = ", ".join([*places, *(["*", *named] if named else [])])
    exec(f"def __init__({heads}):\n " + "\n ".join(steps or ["pass"]), known)  # names of fields alone
    init: Method = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _step(cls: Any, name: str, value: str, known: dict[str, Any], *, frozen: bool) -> str:  # noqa: ANN401
    """Return the line that gives a field its value; a slot takes it by itself."""
    if not frozen:
        return f"self.{name} = {value}"
    slot = getattr(getattr(cls, name, None), "__set__", None)
    if slot is None:
        return f"_set(self, {name!r}, {value})"
    known[f"_slot_{name}"] = slot
    return f"_slot_{name}(self, {value})"


def _values(cls: Any, wanted: Callable[[Any], object]) -> Callable[[object], object]:  # noqa: ANN401
    """Return what gives the values of some fields of a record as a tuple."""
    names = [one.name for one in dataclasses.fields(cls) if wanted(one)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _equal(values: Callable[[object], object]) -> Method:
    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _hashed(values: Callable[[object], object]) -> Method:
    return lambda self: hash(values(self))


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401
    said = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(said)})"


def _refused(self: object, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[object]:  # noqa: ANN401
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _take_state(self: Any, state: list[object]) -> None:  # noqa: ANN401
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
