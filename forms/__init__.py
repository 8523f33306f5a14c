"""forms: what travels. Each module writes a paper from models and reads it back.

The names below come from `forms.library` when they are first asked for: importing a room loads no other.
"""

from typing import TYPE_CHECKING

from models import lazy_face

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


__getattr__, __dir__ = lazy_face(__name__, __all__)
