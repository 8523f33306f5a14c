"""Explanation: the written answer of a unit to one finding."""

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A unit's written answer to a warning: reason code ("" = none) and text."""

    text: str
    code: str = ""
