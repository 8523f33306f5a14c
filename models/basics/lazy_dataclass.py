"""Lazy dataclass: the standard `dataclass`, whose `__init__` is compiled when the first instance is made.

The standard decorator writes and compiles six methods for each class as its module is loaded, used or not: a
millisecond a class, a fifth of the time until the window is up. Here fields and slots are made as the standard does
(`fields`, `replace`, `asdict` and type checkers know no difference); comparing, hashing, showing and refusing to be
changed need no text to compile, and `__init__` waits for its first call.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:  # for a type checker it is the standard one
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        cls: type[T] | None = None, /, *, frozen: bool = False, slots: bool = False, kw_only: bool = False
    ) -> type[T] | Callable[[type[T]], type[T]]:
        """Make a class a dataclass, as the standard decorator of the same name does."""
        if cls is None:
            return lambda given: _made(given, frozen=frozen, slots=slots, kw_only=kw_only)
        return _made(cls, frozen=frozen, slots=slots, kw_only=kw_only)


def _made(given: type[T], *, frozen: bool, slots: bool, kw_only: bool) -> type[T]:
    own = {name for name, value in vars(given).items() if value is not None}  # __hash__ is None beside an own __eq__
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(given)
    compared = _values([one.name for one in _fields(cls) if one.compare])
    methods: dict[str, object] = {
        "__init__": _init_at_first_call(cls, frozen=frozen),
        "__repr__": _repr,
        "__eq__": _equality(compared),
        "__hash__": _hash(compared) if frozen else None,
    }
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:  # the standard way of unpickling slots sets them one by one
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _fields(one: object) -> tuple[dataclasses.Field[object], ...]:
    return dataclasses.fields(one)  # type: ignore[arg-type]


def _init_at_first_call(cls: type, *, frozen: bool) -> Callable[..., None]:
    def __init__(self: object, *values: object, **named: object) -> None:
        init = _compiled_init(cls, frozen=frozen)
        cls.__init__ = init  # type: ignore[misc]
        init(self, *values, **named)

    return __init__


def _compiled_init(cls: type, *, frozen: bool) -> Callable[..., None]:
    """Compile the `__init__` the standard decorator would have made."""
    fields = _fields(cls)
    space: dict[str, object] = {"_put": object.__setattr__, "_later": dataclasses.MISSING}
    space |= {f"_given_{one.name}": one.default for one in fields}
    space |= {f"_make_{one.name}": one.default_factory for one in fields}
    named = [_parameter(one) for one in fields if one.init and one.kw_only]
    parameters = [_parameter(one) for one in fields if one.init and not one.kw_only]
    head = f"def __init__({', '.join(['self', *parameters, *(['*', *named] if named else [])])}):"
    body = [
        f"    _put(self, {one.name!r}, {_value(one)})" if frozen else f"    self.{one.name} = {_value(one)}"
        for one in fields
    ]
    exec("\n".join([head, *(body or ["    pass"])]), space)
    init: Callable[..., None] = space["__init__"]  # type: ignore[assignment]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _parameter(one: dataclasses.Field[object]) -> str:
    if one.default is not dataclasses.MISSING:
        return f"{one.name}=_given_{one.name}"
    return f"{one.name}=_later" if one.default_factory is not dataclasses.MISSING else one.name


def _value(one: dataclasses.Field[object]) -> str:
    """What a field is set to: what was given, or what its factory makes."""
    if one.default_factory is not dataclasses.MISSING:
        return f"_make_{one.name}() if {one.name} is _later else {one.name}" if one.init else f"_make_{one.name}()"
    return one.name if one.init else f"_given_{one.name}"


def _values(names: list[str]) -> Callable[[object], object]:
    """Return what reads these attributes of an object, as one tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple([getattr(one, name) for name in names])


def _equality(values: Callable[[object], object]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(values: Callable[[object], object]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:
        return hash(values(self))

    return __hash__


@recursive_repr()
def _repr(self: object) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in _fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, one.name) for one in _fields(self)]


def _set_state(self: object, state: list[object]) -> None:
    for one, value in zip(_fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
