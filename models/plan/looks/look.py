"""One thing worth a second look, and the sentence it is told with."""

from collections.abc import Mapping
from dataclasses import field

from models.basics.messages import say
from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing worth a second look: file, place inside it (`item[Q06.8]`), and a sentence."""

    path: str
    message: str
    file: str = ""
    key: str = field(default="", compare=False)  # what the sentence was made of, with `facts`
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)


def look(path: str, key: str, **facts: object) -> Look:
    """Return a look at a place with the sentence `looks.<key>`."""
    return Look(path=path, message=say(f"looks.{key}", **facts), key=f"looks.{key}", facts=facts)
