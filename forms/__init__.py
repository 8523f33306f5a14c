"""forms: what travels. Each module writes a paper from models and reads it back.

The names below come from `forms.library` when they are first asked for: importing a room loads no other.
"""

from typing import TYPE_CHECKING

__all__ = [
    "enrol",
    "file",
    "found_office",
    "issue_pack",
    "issue_request",
    "open_paper",
    "read_sheet",
    "receive",
    "verify",
]

if TYPE_CHECKING:
    from forms.library import (
        enrol,
        file,
        found_office,
        issue_pack,
        issue_request,
        open_paper,
        read_sheet,
        receive,
        verify,
    )


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from forms import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
