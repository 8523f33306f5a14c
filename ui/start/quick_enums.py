"""Quick enums: the enums of Qt's library are made in a quarter of the time that Python's own `enum` takes for them.

Each class of Qt brings its enums, some two hundred with three thousand members before a desk is painted, and Python
makes each member by way of a stand-in. Here a class is a copy of one that Python made without members, and its members
are put into it at once; the outcome is the same to the last attribute. Whether it is, a sample of each kind says before
the first: Pythons differ, as 3.11.2 and 3.11.7 do about flags. A kind that comes out otherwise, and what is not of the
form that Qt gives its enums, is left to Python.
"""

import enum
import sys
from itertools import repeat
from typing import Any

KINDS = (enum.Enum, enum.Flag, enum.IntEnum, enum.IntFlag)
TAKEN: dict[object, set[str]] = {kind: {name for base in kind.__mro__ for name in vars(base)} for kind in KINDS}
SAMPLE = {"B": 2, "None_": 0, "A": 1, "Both": 3, "Again": 1}
USUAL: dict[str, object] = {"qualname": None, "type": None, "start": 1}
PLAIN: Any = enum.EnumType._create_  # type: ignore[attr-defined]
_empty: dict[object, dict[str, Any]] = {}  # kind and boundary → what stands in a class of it without members
quick: set[object] = set()  # kinds that come out as Python makes them


def begin() -> None:
    """Make enums from lists of names and numbers in the quick way from now on, those that come out the same."""
    quick.clear()
    quick.update(kind for kind in KINDS if _comes_out(kind))
    if quick:
        enum.EnumType._create_ = create  # type: ignore[attr-defined]


def _comes_out(kind: Any) -> bool:  # noqa: ANN401
    """True when a sample of a kind is the same in the quick way as Python makes it."""
    said: dict[str, Any] = {"module": __name__, "boundary": enum.KEEP}
    return held(_made(kind, "Sample", SAMPLE, **said)) == held(PLAIN(kind, "Sample", [*SAMPLE.items()], **said))


def held(made: Any) -> dict[str, object]:  # noqa: ANN401
    """Return all that an enum holds, its members by what they hold, so that two can be compared."""

    def seen(value: object) -> object:
        if isinstance(value, made):
            return [(name, found is made or found) for name, found in vars(value).items()]
        if isinstance(value, dict):
            return [(name, seen(found)) for name, found in value.items()]
        return getattr(value, "__func__", value)

    return {name: seen(value) for name, value in vars(made).items()}


def create(
    kind: Any,  # noqa: ANN401 - as Python has it
    name: str,
    names: object,
    *,
    module: str | None = None,
    boundary: object = None,
    **other: object,
) -> Any:  # noqa: ANN401
    """Return an enum of some names; parameters are those of `EnumType.__call__`, which calls this."""
    module = module or sys._getframe(2).f_globals.get("__name__")
    members = _members(kind, names) if other == USUAL else None
    if members is None:
        return PLAIN(kind, name, names, module=module, boundary=boundary, **other)
    return _made(kind, name, members, module, boundary)


def _members(kind: object, names: object) -> dict[str, int] | None:
    """Return the members of an enum, None where Python is to say what becomes of them."""
    if kind not in quick or type(names) is not list or {*map(type, names)} != {tuple} or {*map(len, names)} != {2}:
        return None
    members: dict[str, int] = dict(names)
    known = {*map(type, members)} == {str} and {*map(type, members.values())} == {int}
    if not known or len(members) < len(names) or not TAKEN[kind].isdisjoint(members):
        return None
    return None if any(map(str.startswith, members, repeat("_"))) else members


def _made(kind: Any, name: str, members: dict[str, int], module: str | None, boundary: object) -> Any:  # noqa: ANN401
    """Return an enum: its class first, then its members; a member with the number of one before is that one."""
    empty = _empty.get((kind, boundary))
    if empty is None:
        empty = _empty[kind, boundary] = dict(vars(PLAIN(kind, name, [], module=module, boundary=boundary)))
    named: dict[str, Any] = {}
    numbered: dict[int, Any] = {}
    listed: list[str] = []
    own = {"_member_map_": named, "_value2member_map_": numbered, "_member_names_": listed, "_unhashable_values_": []}
    made: Any = type.__new__(enum.EnumType, name, (kind,), {**empty, "__module__": module, **own})
    flag, new, numbers, put = "_flag_mask_" in empty, made._new_member_, made._use_args_, type.__setattr__
    for word, number in members.items():
        one = numbered.get(number)
        if one is None:
            one = new(made, number) if numbers else new(made)
            one._value_, one._name_, one.__objclass__, one._sort_order_ = number, word, made, len(listed)
            numbered[number] = one
            if not flag or (number and not number & (number - 1)):  # of a flag, only bits are listed
                listed.append(word)
        named[word] = one
    for word, one in named.items():  # after all are made: with each, Python forgets what it knows of the class
        put(made, word, one)
    if flag:
        _add_masks(made, members, listed)
    return made


def _add_masks(made: Any, members: dict[str, int], listed: list[str]) -> None:  # noqa: ANN401
    """Note which bits a flag has, and whether its members stand in the order of them."""
    mask = singles = 0
    for number in members.values():
        mask |= number
        if number and not number & (number - 1):
            singles |= number
    told_apart = "_singles_mask_" in vars(made)  # an earlier Python holds the single bits alone
    made._flag_mask_, made._all_bits_ = mask if told_apart else singles, 2 ** mask.bit_length() - 1
    if told_apart:
        made._singles_mask_ = singles
    found = [members[name] for name in listed]
    if found != sorted(found):
        made._iter_member_ = made._iter_member_by_def_
