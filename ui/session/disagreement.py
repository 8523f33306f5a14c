"""Disagreement: which filed returns the open sheet contradicts, and which came to be contradicted by a correction."""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from models.basics.records import dataclass

if TYPE_CHECKING:  # loaded where something was filed
    from models.workspace.contradicted import Contradicted


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """`later`: filed returns that the open sheet contradicts; `again`: period → what its return came to contradict."""

    later: "tuple[Contradicted, ...]" = ()
    again: "Mapping[str, tuple[Contradicted, ...]]" = field(default_factory=dict)
