"""Person: who does what is done at this workspace, as the record names them. Never the machine's login name."""

from models.plan.plan import Means
from models.store import Store, UnitStore
from models.workspace.first_run import cover_defaults
from models.workspace.workspace import stored_plan

PERSON = "person"  # fact: the name chosen for this workspace


def person_of(store: Store, named: str | None = None) -> str:
    """Return the name given, else the one chosen for the workspace, else the unit's 填表人; "" = nobody was named."""
    chosen = " ".join((named or "").split()) or store.get_value(PERSON) or ""
    if not chosen and isinstance(store, UnitStore) and (said := cover_defaults(store)):
        chosen = said.get(stored_plan(store).field_name(Means.PREPARED), "")
    return chosen


def put_person(store: Store, name: str) -> None:
    """Choose the name that stands in the record unless another is given; "" = none."""
    store.put_value(PERSON, " ".join(name.split()))
