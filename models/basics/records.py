"""Records: dataclasses that cost little to load.

`dataclasses.dataclass` writes, compiles and runs half a dozen functions for each class, about a millisecond; a window
loads some hundred classes before it is painted, and makes few records of most. Here comparing, hashing and showing are
shared functions, what the standard library keeps of the fields of a class is made when somebody asks for it, and one
`__init__` is compiled for all classes; each gives it its own names when the first record of it is made. A type checker
sees the standard decorator, and a record is one to `fields`, `replace` and `is_dataclass`.
"""

import dataclasses
from collections.abc import Callable, Iterable
from functools import cache, cached_property, partial
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

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


MOST = 40  # fields that the compiled `__init__` has room for; a class with more has one for itself
_ABSENT = object()  # what stands for an argument that a factory makes
_FIELDS = "__dataclass_fields__"
_KIND = dataclasses._FIELD  # type: ignore[attr-defined]  # what `fields` takes for a field
_MISSING = dataclasses.MISSING
Method = Callable[..., Any]
Put = Callable[[object, Any], None]


class _RecordFields:
    """The fields of a class, those of its bases first; as the standard library has them when somebody asks for them."""

    def __init__(self, plain: type, *, kw_only: bool) -> None:
        self.said: dict[str, tuple[Any, Any]] = {}  # field → its kind, and its default or a `field`
        self.by_name: set[str] = set()  # those that are never given by their place
        for base in plain.__mro__[-2:0:-1]:
            if found := vars(base).get(_FIELDS):
                self.said |= found.said
                self.by_name |= found.by_name
        own = vars(plain)
        for name, kind in own.get("__annotations__", {}).items():
            if kind is dataclasses.KW_ONLY:
                kw_only = True
            elif isinstance(kind, type) or getattr(kind, "__origin__", kind) is not ClassVar:
                said = own.get(name, _MISSING)
                self.said[name] = kind, said
                by_name = said.kw_only if said.__class__ is dataclasses.Field else kw_only
                if kw_only if by_name is _MISSING else by_name:
                    self.by_name.add(name)

    def __get__(self, record: object, cls: type) -> dict[str, Any]:
        return self.standard

    @cached_property
    def standard(self) -> dict[str, Any]:
        found = dict[str, Any]()
        for name, (kind, said) in self.said.items():
            one: Any = said if said.__class__ is dataclasses.Field else dataclasses.field(default=said)
            found[name] = one
            one.name, one.type, one.kw_only, one._field_type = name, kind, name in self.by_name, _KIND
        return found

    @cached_property
    def given(self) -> dict[str, object]:
        """Field that can be given → its default; a sign for what a factory makes, and for one that has none."""
        given = {}
        for name, (_, said) in self.said.items():
            if said.__class__ is not dataclasses.Field:
                given[name] = said
            elif said.init:
                given[name] = said.default if said.default_factory is _MISSING else _ABSENT
        return given

    @property
    def made(self) -> dict[str, Callable[[], object]]:
        """Field that gets what is made for its record → what makes it."""
        made: dict[str, Callable[[], object]] = {}
        for name, (_, said) in self.said.items():
            if said.__class__ is dataclasses.Field and said.default_factory is not _MISSING:
                made[name] = said.default_factory
            elif said.__class__ is dataclasses.Field and not said.init and said.default is not _MISSING:
                made[name] = partial(_itself, said.default)
        return made

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Those that can be given by their place."""
        return tuple(name for name in self.given if name not in self.by_name)

    @cached_property
    def compared(self) -> Callable[[object], object]:
        """Says what two records are compared by."""
        fields = self.said.items()
        return _values(name for name, (_, said) in fields if said.__class__ is not dataclasses.Field or said.compare)

    @cached_property
    def hashed(self) -> Callable[[object], object]:
        """Says what a record is hashed by."""
        if all(said.__class__ is not dataclasses.Field or said.hash is None for _, said in self.said.values()):
            return self.compared
        fields = self.standard.values()
        return _values(one.name for one in fields if (one.compare if one.hash is None else one.hash))


def _itself(value: object) -> object:
    return value


class _MatchArgs:
    """The fields that a pattern matches by their places, told when somebody asks a class for them."""

    def __get__(self, record: object, cls: Any) -> tuple[str, ...]:  # noqa: ANN401
        return _fields_of(cls).places


_MATCH_ARGS = _MatchArgs()


def _fields_of(cls: Any) -> _RecordFields:  # noqa: ANN401
    return next(vars(one)[_FIELDS] for one in cls.__mro__ if _FIELDS in vars(one))  # type: ignore[no-any-return]


def _record(plain: Any, *, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> type:  # noqa: ANN401
    own, fields = dict(vars(plain)), _RecordFields(plain, kw_only=kw_only)
    made = _methods(fields, frozen=frozen, slots=slots, eq=eq)
    for name in own.get("__annotations__", ()):
        if name in own and name in fields.said:
            _keep_default(plain, name, own.pop(name), slots=slots)
    if eq and own.get("__hash__") is None:
        own.pop("__hash__", None)  # Python puts it there for a class with an `__eq__` of its own
    made = {name: method for name, method in made.items() if name not in own}
    made |= {_FIELDS: fields, "__dataclass_params__": _params(frozen=frozen, slots=slots, eq=eq, kw_only=kw_only)}
    cls: Any = _slotted(plain, own | made, fields) if slots else plain
    if not slots:
        for name, one in made.items():
            setattr(cls, name, one)
    if "__init__" not in own:
        cls.__init__ = _first_init(cls, fields)
    return cls  # type: ignore[no-any-return]


def _keep_default(plain: type, name: str, said: Any, *, slots: bool) -> None:  # noqa: ANN401
    """Leave a class the default of a field and nothing else of it; a class with slots keeps nothing."""
    known = said.__class__ is dataclasses.Field
    default = said.default if known else said
    if default.__class__.__hash__ is None:
        raise ValueError(f"mutable default of {name}: use default_factory")
    if known and not slots:
        delattr(plain, name) if default is _MISSING else setattr(plain, name, default)


def _methods(fields: _RecordFields, *, frozen: bool, slots: bool, eq: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {"__repr__": _shown, "__match_args__": _MATCH_ARGS}
    if eq:
        methods |= {"__eq__": _equal(fields), "__hash__": _hashed(fields) if frozen else None}
    if frozen:
        methods |= {"__setattr__": _refused, "__delattr__": _refused}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _take_state}
    return methods


@cache
def _params(**said: bool) -> object:
    """What the standard library keeps of the options of a class; others ask it (dask, to tell records apart)."""
    kind: Any = dataclasses._DataclassParams  # type: ignore[attr-defined]
    params, said = object.__new__(kind), {"init": True, "repr": True, "match_args": True, **said}
    for name in kind.__slots__:
        setattr(params, name, said.get(name, False))
    return params


def _slotted(plain: Any, own: dict[str, Any], fields: _RecordFields) -> type:  # noqa: ANN401
    """Return a class anew with a slot for each field that none of its bases has one for."""
    there = {slot for base in plain.__mro__[1:-1] for slot in vars(base).get("__slots__", ())}
    slots = tuple(name for name in fields.said if name not in there) if there else tuple(fields.said)
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    own |= {"__slots__": slots, "__qualname__": plain.__qualname__}
    made: type = type(plain)(plain.__name__, plain.__bases__, own)
    return made


def _first_init(cls: Any, fields: _RecordFields) -> Method:  # noqa: ANN401
    """Return an `__init__` that gives way, when the first record of its class is made, to the one of the class."""

    def first(self: Any, *values: object, **named: object) -> None:  # noqa: ANN401
        init = cls.__init__ = _init(cls, fields)
        init(self, *values, **named)

    return first


def _put(cls: Any, name: str) -> Put:  # noqa: ANN401
    """Return what gives a field of a record its value: its slot, or what keeps the others of its class."""
    slot = getattr(getattr(cls, name, None), "__set__", None)
    return slot or (lambda self, value: object.__setattr__(self, name, value))


def _more(cls: Any, fields: _RecordFields) -> Callable[[object], None] | None:  # noqa: ANN401
    """Return what is to be done for a record that has what was given; None where that is all."""
    ends: Callable[[object], None] | None = getattr(cls, "__post_init__", None)
    made = [(name, _put(cls, name), make) for name, make in fields.made.items()]
    if not made:
        return ends

    def more(self: object) -> None:
        for name, put, make in made:
            if getattr(self, name, _ABSENT) is _ABSENT:
                put(self, make())
        if ends:
            ends(self)

    return more


def _init(cls: Any, fields: _RecordFields) -> Method:  # noqa: ANN401
    """Return the compiled `__init__` as one of a class: one parameter for each field, those by name only last."""
    places = fields.places
    names = (*places, *(name for name in fields.given if name in fields.by_name))
    code, puts, ends = _compiled(max(MOST, len(names)))
    code = code.replace(
        co_argcount=1 + len(places),
        co_kwonlyargcount=len(names) - len(places),
        co_varnames=("self", *names, *code.co_varnames[1 + len(names) :]),
        co_qualname=f"{cls.__qualname__}.__init__",
    )
    known: dict[str, object] = dict.fromkeys(ends[: len(names)], False)
    known |= {ends[len(names)]: True, "more": _more(cls, fields)}
    known |= {put: _put(cls, name) for put, name in zip(puts, names, strict=False)}
    defaults = fields.given
    given = tuple(defaults[name] for name in places if defaults[name] is not _MISSING)
    init: Any = FunctionType(code, known, "__init__", given)
    init.__kwdefaults__ = {name: defaults[name] for name in names[len(places) :] if defaults[name] is not _MISSING}
    return init  # type: ignore[no-any-return]


@cache
def _compiled(room: int) -> tuple[CodeType, tuple[str, ...], tuple[str, ...]]:
    """Compile an `__init__` that gives up to so many fields their values; a class ends it after its last.

    With it come the names of what it asks for: what gives each field its value, and whether it ends before it.
    """
    found: dict[str, Any] = {}
    puts, ends = (tuple(f"{word}{at}" for at in range(room + 1)) for word in ("put", "end"))
    steps = "".join(f"  if {ends[at]}: break\n  {puts[at]}(self, _{at})\n" for at in range(room))
    taken = "".join(f", _{at}" for at in range(room))
    exec(f"def __init__(self{taken}):\n while True:\n{steps}  break\n if more: more(self)", found)
    return found["__init__"].__code__, puts, ends


def _values(names: Iterable[str]) -> Callable[[object], object]:
    """Return what gives the values of some fields of a record as a tuple."""
    wanted = tuple(names)
    if len(wanted) > 1:
        return attrgetter(*wanted)
    return lambda record: tuple(getattr(record, name) for name in wanted)


def _equal(fields: _RecordFields) -> Method:
    def equal(self: object, other: object) -> bool:
        return fields.compared(self) == fields.compared(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _hashed(fields: _RecordFields) -> Method:
    return lambda self: hash(fields.hashed(self))


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
