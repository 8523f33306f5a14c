"""Tasks: what there is to do in a workspace that was made for practice, as its desk asks for it at each start."""

import json

from models.basics.records import dataclass
from models.store import Store

KEY = "practice"  # fact of a workspace: what there is to do in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: its kind ("mend", "fill", "confirm", "explain") and the address of its cell."""

    kind: str
    at: str


def tasks_of(store: Store) -> tuple[Task, ...]:
    """Return what there is to do in a workspace that was made for practice, none in any other."""
    said = store.get_value(KEY)
    return tuple(Task(kind=kind, at=at) for kind, at in json.loads(said)) if said else ()
