"""Quick enums: makes Python's enums of Qt's constants in a third of the time.

Qt's library makes an `Enum` of every set of constants that a class has as soon as the class is named: four thousand
members before the first window is painted. For each, `enum` asks what a member may be that a program writes by hand:
whether it hides a property, brings a class of its own, is a method. Constants of Qt are numbers with names, and that
is seen at once; all others, and all of a Python whose enums are kept in another way, are made as ever.
"""

import enum
import sys
from collections.abc import Callable, Iterable
from typing import Any

KINDS = {  # kind → names that are taken
    kind: frozenset(name for one in kind.__mro__ for name in vars(one))
    for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
}
KNOWN = (3, 11)  # the Python whose way of keeping members is followed here


def make_enums_quickly() -> None:
    """Make enums of numbers quickly from now on, wherever they are made from a list of names and numbers."""
    kind: Any = enum.EnumType
    if sys.version_info[:2] == KNOWN:
        kind._create_ = quickly(kind._create_)


def quickly(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes an enum as `plain` does; it gets those that are no list of names and numbers."""

    def create(cls: Any, name: str, names: Any, **options: Any) -> Any:  # noqa: ANN401 - as `enum` has it
        if cls not in KINDS or type(names) is not list or not all(map(_is_constant, names)):
            return plain(cls, name, names, **options)
        if not KINDS[cls].isdisjoint([one for one, _ in names]):
            return plain(cls, name, names, **options)
        made = plain(cls, name, [], **options)
        _fill(made, names)
        if issubclass(cls, enum.Flag):
            _mask(made)
        return made

    return create


def _is_constant(pair: object) -> bool:
    """True for a name and a number; a name with `_` in front may mean something to `enum`."""
    match pair:
        case (str(name), int(value)):
            return type(value) is int and name[:1] != "_" and name != "mro"
    return False


def _fill(made: Any, names: Iterable[tuple[str, int]]) -> None:  # noqa: ANN401
    """Put members into an enum without any; a second name of a number is an alias."""
    new, number = made._new_member_, made._use_args_
    by_name, by_value, order = made._member_map_, made._value2member_map_, made._member_names_
    flags, put = issubclass(made, enum.Flag), type.__setattr__
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value) if number else new(made)
            member.__dict__.update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(order))
            if not flags or (value.bit_count() == 1 and value > 0):
                order.append(name)
        by_name[name] = member
        put(made, name, member)


def _mask(made: Any) -> None:  # noqa: ANN401
    """Say of an enum of flags which bits it has."""
    for value in made._value2member_map_:
        made._flag_mask_ |= value
        made._singles_mask_ |= value if value.bit_count() == 1 and value > 0 else 0
    made._all_bits_ = 2 ** made._flag_mask_.bit_length() - 1
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_
