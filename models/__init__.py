"""models: what is true. No Qt, no file formats; only models/store knows SQLite.

The names below come from `models.library` when they are first asked for: importing a room loads no other.
"""

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from models import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
