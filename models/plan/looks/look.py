"""One thing worth a second look, and the sentence it is told with."""

from dataclasses import dataclass

from models.basics.messages import say


@dataclass(frozen=True, slots=True)
class Look:
    """One thing worth a second look: file, place inside it (`item[Q06.8]`), and a sentence."""

    path: str
    message: str
    file: str = ""


def look(path: str, key: str, **facts: object) -> Look:
    """Return a look at a place with the sentence `looks.<key>`."""
    return Look(path, say(f"looks.{key}", **facts))
