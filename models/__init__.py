"""models: what is true. No Qt, no file formats; only models/store knows SQLite.

The names below come from `models.library` when they are first asked for: importing a room loads no other.
"""

import sys
from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "check",
    "freeze",
    "load_plan",
    "make_sheet",
    "open_office",
    "open_unit",
    "parse_return",
    "sentence",
    "summarise",
]

if TYPE_CHECKING:
    from models.library import (
        check,
        freeze,
        load_plan,
        make_sheet,
        open_office,
        open_unit,
        parse_return,
        sentence,
        summarise,
    )


def lazy_face(package: str, names: Collection[str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` (PEP 562) of a package whose names its module `library` has."""

    def asked(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.library"), name)

    return asked, lambda: sorted({*vars(sys.modules[package]), *names})


__getattr__, __dir__ = lazy_face(__name__, __all__)
