"""Renewal: the old key of a unit signs that a new one takes its place, so that nobody has to compare codes again.

What is signed is a small statement of its own form, so no other signature of the old key can be passed off as one.
Whether the old key is enrolled and still counts is for the office's register to say.
"""

from datetime import datetime

from forms.seals.data_seal import BrokenSeal, open_seal, seal
from forms.seals.keys.keys import AnySigner, unit_of
from models.basics.canonical import encode
from models.basics.errors import AppError


def countersign(old: AnySigner, unit: str, new: str, at: datetime) -> bytes:
    """Return the CMS by which a unit's old key signs for its new one; `new` is the fingerprint of that."""
    return seal(_statement(unit, new), old, at)


def renewed_by(signature: bytes, unit: str, new: str) -> str:
    """Return the fingerprint of the key that signed for a new one.

    Raises AppError("renewal_broken"): the signature is of something else or not whole, its certificate names another
    unit, or the new key signed for itself.
    """
    try:
        by = open_seal(_statement(unit, new), signature)
    except BrokenSeal as error:
        raise AppError("renewal_broken") from error
    if by.fingerprint == new or unit_of(by.certificate) != unit:
        raise AppError("renewal_broken")
    return by.fingerprint


def _statement(unit: str, new: str) -> bytes:
    return encode({"form": "tanbao-renewal-1", "unit": unit, "key": new})
