"""Workbooks that show something else than was sealed: every way somebody thought of, made from a sealed book.

Each twist gets the parts of a sealed book without its package signature and returns the parts, or the file, it makes.
192.40 is the false figure for 182.40.
"""

from tests.forms.guards.twisted import (
    twisted_beside,
    twisted_cells,
    twisted_more,
    twisted_parts,
    twisted_prints,
    twisted_settings,
    twisted_zips,
)  # they put theirs on the list
from tests.forms.guards.twisted.twists import TWISTS

__all__ = [
    "TWISTS",
    "twisted_beside",
    "twisted_cells",
    "twisted_more",
    "twisted_parts",
    "twisted_prints",
    "twisted_settings",
    "twisted_zips",
]
