"""Records: dataclasses that cost little to load.

`dataclasses.dataclass` writes, compiles and runs half a dozen functions for each class, about a millisecond; a window
loads some hundred and forty classes before it is painted. Here comparing, hashing and showing are shared functions, and
only `__init__` is written, when more than a few records of a class are made, and compiled once for all classes whose
fields are of the same kinds. A type checker sees the standard decorator, and a record is one to `fields`, `replace` and
`is_dataclass`.
"""

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, cast

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


FEW = 4  # records of a class that are filled field by field before its `__init__` is written
_ABSENT = object()  # what stands for an argument that a factory makes
_FIELDS = "__dataclass_fields__"
_KIND = dataclasses._FIELD  # type: ignore[attr-defined]  # what `fields` takes for a field
Method = Callable[..., Any]
Taker = Callable[[tuple[object, ...], dict[str, object]], dict[str, object] | None]


def _record(plain: type, *, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> type:
    own = dict(vars(plain))
    fields = _fields_of(plain, own, kw_only=kw_only)
    methods: dict[str, Any] = {"__repr__": _shown}
    if eq:
        methods["__eq__"] = _equal(_values(fields, lambda one: one.compare))
        hashed = _values(fields, lambda one: one.compare if one.hash is None else one.hash)
        methods["__hash__"] = _hashed(hashed) if frozen else None
        if own.get("__hash__") is None:
            own.pop("__hash__", None)  # Python puts it there for a class with an `__eq__` of its own
    if frozen:
        methods |= {"__setattr__": _refused, "__delattr__": _refused}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _take_state}
    methods["__match_args__"] = tuple(one.name for one in fields.values() if one.init and not one.kw_only)
    made = {name: method for name, method in methods.items() if name not in own} | {_FIELDS: fields}
    made["__dataclass_params__"] = _params(frozen=frozen, slots=slots, eq=eq, kw_only=kw_only)
    cls: Any = _slotted(plain, own | made, fields) if slots else plain
    if not slots:
        for name, one in made.items():
            setattr(cls, name, one)
    if "__init__" not in own:
        cls.__init__ = _first_init(cls, frozen=frozen)
    return cls  # type: ignore[no-any-return]


@cache
def _params(**said: bool) -> object:
    """What the standard library keeps of the options of a class; others ask it (dask, to tell records apart)."""
    kind: Any = dataclasses._DataclassParams  # type: ignore[attr-defined]
    params, said = object.__new__(kind), {"init": True, "repr": True, "match_args": True, **said}
    for name in kind.__slots__:
        setattr(params, name, said.get(name, False))
    return params


def _fields_of(plain: Any, own: dict[str, Any], *, kw_only: bool) -> dict[str, Any]:  # noqa: ANN401
    """Return name → field, those of its bases first; a class keeps the default of a field, and nothing else of it."""
    fields = {name: one for base in plain.__mro__[:0:-1] for name, one in vars(base).get(_FIELDS, {}).items()}
    for name, kind in own.get("__annotations__", {}).items():
        if kind is dataclasses.KW_ONLY:
            kw_only = True
            continue
        if getattr(kind, "__origin__", kind) is ClassVar:
            continue
        default = getattr(plain, name, dataclasses.MISSING)
        known = default.__class__ is dataclasses.Field
        one: Any = default if known else dataclasses.field(default=default)
        one.name, one.type, one._field_type = name, kind, _KIND
        one.kw_only = kw_only if one.kw_only is dataclasses.MISSING else one.kw_only
        if one.default.__class__.__hash__ is None:
            raise ValueError(f"mutable default of {name}: use default_factory")
        if known and one.default is dataclasses.MISSING:
            delattr(plain, name)
            del own[name]
        elif known:
            setattr(plain, name, one.default)
        fields[name] = one
    return fields


def _slotted(plain: Any, own: dict[str, Any], fields: dict[str, Any]) -> type:  # noqa: ANN401
    """Return a class anew with a slot for each field that none of its bases has one for."""
    there = {slot for base in plain.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    left = {name: one for name, one in own.items() if name not in fields and name not in ("__dict__", "__weakref__")}
    slots = tuple(name for name in fields if name not in there)
    made: type = type(plain)(
        plain.__name__, plain.__bases__, {**left, "__slots__": slots, "__qualname__": plain.__qualname__}
    )
    return made


def _first_init(cls: Any, *, frozen: bool) -> Method:  # noqa: ANN401
    """Return an `__init__` that fills a few records field by field, then writes the one of its class and gives way.

    Also for arguments that are none of the class: its own `__init__` says which.
    """
    left, put, taken = FEW, object.__setattr__ if frozen else setattr, cast("Taker | None", None)

    def first(self: Any, *values: object, **named: object) -> None:  # noqa: ANN401
        nonlocal left, taken
        left -= 1
        taken = taken or _taker(cls)
        found = taken(values, named) if left >= 0 else None
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


def _taker(cls: Any) -> Taker:  # noqa: ANN401
    """Return what says what the fields of a record get from arguments, None where they are not those of its class."""
    fields = getattr(cls, _FIELDS).values()
    missing = dataclasses.MISSING
    takes = {one.name for one in fields if one.init}
    places = [one.name for one in fields if one.init and not one.kw_only]
    made = {one.name: one.default_factory for one in fields if one.default_factory is not missing}
    blank = {one.name: one.default for one in fields if one.default is not missing}
    needed = takes - made.keys() - blank.keys()

    def taken(values: tuple[object, ...], named: dict[str, object]) -> dict[str, object] | None:
        given = {**dict(zip(places, values, strict=False)), **named} if values else named
        if len(given) < len(values) + len(named) or not needed <= given.keys() <= takes:
            return None
        found = {**blank, **given}
        for name, make in made.items():
            if name not in given:
                found[name] = make()
        return found

    return taken


def _init(cls: Any, *, frozen: bool) -> Method:  # noqa: ANN401
    """Write the `__init__` of a class: one parameter for each field, those of `KW_ONLY` last."""
    known: dict[str, Any] = {"absent": _ABSENT, "put": object.__setattr__ if frozen else setattr}
    places, named, steps = dict[str, Any](), dict[str, Any](), list[str]()
    for at, one in enumerate(dataclasses.fields(cls)):
        default = one.default
        value = f"a{at}" if one.init else f"d{at}"
        if one.default_factory is not dataclasses.MISSING:
            known[f"m{at}"], default = one.default_factory, _ABSENT
            value = f"m{at}() if a{at} is absent else a{at}" if one.init else f"m{at}()"
        elif not one.init and default is dataclasses.MISSING:
            continue  # somebody else gives it its value
        if one.init:
            (named if one.kw_only else places)[one.name] = f"a{at}", default
        slot = getattr(getattr(cls, one.name, None), "__set__", None)
        known |= {f"d{at}": default, f"n{at}": one.name, f"s{at}": slot}
        steps.append(f"put(self, n{at}, {value})" if slot is None else f"s{at}(self, {value})")
    if hasattr(cls, "__post_init__"):
        steps.append("self.__post_init__()")
    code = _written(tuple(at for at, _ in (*places.values(), *named.values())), tuple(steps))
    code = code.replace(
        co_argcount=1 + len(places),
        co_kwonlyargcount=len(named),
        co_varnames=("self", *places, *named),
        co_qualname=f"{cls.__qualname__}.__init__",
    )
    given = [one for _, one in places.values() if one is not dataclasses.MISSING]
    init: Any = FunctionType(code, known, "__init__", tuple(given))
    init.__kwdefaults__ = {name: one for name, (_, one) in named.items() if one is not dataclasses.MISSING}
    return init  # type: ignore[no-any-return]


@cache
def _written(places: tuple[str, ...], steps: tuple[str, ...]) -> CodeType:
    """Compile an `__init__` by the numbers of its fields: classes with fields of the same kinds share it."""
    found: dict[str, Any] = {}
    exec(f"def __init__({', '.join(('self', *places))}):\n " + "\n ".join(steps or ("pass",)), found)
    code: CodeType = found["__init__"].__code__
    return code


def _values(fields: dict[str, Any], wanted: Callable[[Any], object]) -> Callable[[object], object]:
    """Return what gives the values of some fields of a record as a tuple."""
    names = [one.name for one in fields.values() if wanted(one)]
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
