"""First run: what has been chosen so far on a PC that is being set up, and who signs from then on.

Until the workspace is set up its choices lie in a small file in the folder the program was started with, so that the
window may be closed at any step; then the file is gone and the truth is in the store. Never holds a passphrase.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from models.basics.addresses import COVER, field_address
from models.basics.canonical import encode, json_text
from models.basics.records import dataclass
from models.plan.plan import Column, ColumnType, Means, Plan
from models.sheet.cells import read_field
from models.sheet.explanation import require_line
from models.store import Store, UnitStore
from models.store.file.disk import write_whole
from models.system.files import make_private_folder
from models.versions.held import stored_plan

OFFICE_CHOICES = "first_office.json"  # the same of an office; what stands in it is `models.office.first_office`
CHOICES, PAPERS, PACK, EARLIER = "first_run.json", "first_run", "pack.pdf", "earlier-{}"
COVER_DEFAULTS = "cover.defaults"
WHY = "first run"
PERSON = "person"  # fact: the name chosen for this workspace
PEOPLE, MOST_PEOPLE = "people", 12  # names that were chosen, the last first
FIRST_STEP = "pack"


def signers(plan: Plan) -> tuple[Column, ...]:
    """Return the cover's columns for who answers for a return; what differs each time, like its date, is asked then."""
    return tuple(column for column in plan.cover_columns if column.type is ColumnType.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupChoices:
    """What was chosen: the step one is at, the unit's id, folders as text ("" = not chosen), cover field → text."""

    step: str = FIRST_STEP
    unit: str = ""
    place: str = ""
    copies: str = ""
    cover: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InterruptedSetup:
    """Saved state of an interrupted setup: the choices, the bytes of the pack and of the earlier returns."""

    choices: SetupChoices
    pack: bytes
    earlier: tuple[bytes, ...] = ()


def is_interrupted(folder: Path) -> bool:
    """True when an interrupted setup is saved in a folder; the next start continues it."""
    return (folder / CHOICES).is_file()


def office_has_begun(folder: Path) -> bool:
    """True when the setting up of an office was left in a folder and goes on at the next start."""
    return (folder / OFFICE_CHOICES).is_file()


def save_interrupted(folder: Path, begun: InterruptedSetup) -> None:
    """Keep what was chosen, papers included. Raises OSError as the machine does."""
    papers = folder / PAPERS
    make_private_folder(folder)
    make_private_folder(papers)
    wanted = {PACK: begun.pack, **{EARLIER.format(n): one for n, one in enumerate(begun.earlier, 1)}}
    for name, content in wanted.items():
        _write(papers / name, content)
    for number in count(len(begun.earlier) + 1):
        old = papers / EARLIER.format(number)
        if not old.exists():
            break
        old.unlink()
    keep_choices(folder, begun.choices)


def keep_choices(folder: Path, choices: SetupChoices) -> None:
    """Keep the choices alone, beside papers that are there. Raises OSError."""
    _write(folder / CHOICES, encode(asdict(choices)))


def load_interrupted(folder: Path) -> InterruptedSetup | None:
    """Return what was left; None when it cannot be read: then one starts again, nothing else is lost."""
    papers = folder / PAPERS
    try:
        choices = _choices(json.loads((folder / CHOICES).read_bytes()))
        pack = (papers / PACK).read_bytes()
        numbered = (papers / EARLIER.format(number) for number in count(1))
        earlier = tuple(path.read_bytes() for path in iter(lambda: _there(next(numbered)), None))
    except (OSError, ValueError):
        return None
    return InterruptedSetup(choices, pack, earlier)


def forget_interrupted(folder: Path) -> None:
    """Take the choices and papers away; a folder that held nothing else goes with them."""
    (folder / CHOICES).unlink(missing_ok=True)
    shutil.rmtree(folder / PAPERS, ignore_errors=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _choices(said: object) -> SetupChoices:
    """Return choices read from a file. Raises ValueError when they are not of that shape."""
    known = asdict(SetupChoices())
    if not isinstance(said, dict) or any(type(said.get(name)) is not type(one) for name, one in known.items()):
        raise ValueError(said)
    cover = {str(name): str(text) for name, text in said["cover"].items()}
    return replace(SetupChoices(**{name: said[name] for name in known}), cover=cover)


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    write_whole(path, content)


def put_cover_defaults(store: UnitStore, cover: Mapping[str, str]) -> None:
    """Keep who signs: cover field → text; they stand on the cover of each new period."""
    store.put_value(COVER_DEFAULTS, json_text(dict(cover)))


def cover_defaults(store: UnitStore) -> dict[str, str]:
    """Return cover field → text of who signs, empty when nobody was named."""
    said = store.get_value(COVER_DEFAULTS)
    return json.loads(said) if said else {}


def begin_period(store: UnitStore, plan: Plan, period: str) -> None:
    """Put who signs on the cover of a period whose cover nobody has touched; else leave it as it is."""
    named = cover_defaults(store)
    given = (one for one in signers(plan) if named.get(one.name))
    cells = {field_address(COVER, one.name): read_field(one, named[one.name]) for one in given}
    if not cells or store.returns.filed(period) or store.sheets.filed_digest(period) is not None:
        return
    if store.sheets.cells(period).keys() & cells.keys() or any(
        store.sheets.history(period, address) for address in cells
    ):
        return
    store.sheets.put_cells(period, cells, named.get(plan.field_name(Means.PREPARED), ""), WHY)


def is_untouched(store: UnitStore, period: str) -> bool:
    """True when nobody has put anything into a period; who signs, put there by `begin_period`, is nobody's doing."""
    changes = (change for address in store.sheets.cells(period) for change in store.sheets.history(period, address))
    return all(change.why == WHY for change in changes)


def last_entered(store: UnitStore, period: str) -> datetime | None:
    """Return when somebody changed something of a period last; what `begin_period` put there is nobody's doing."""
    return store.sheets.last_entry(period, besides=WHY)


def person_of(store: Store, named: str | None = None) -> str:
    """Return the name given, else the one chosen for the workspace, else the unit's 填表人; "" = nobody was named.

    Raises AppError("line_long") for a name that is none.
    """
    chosen = require_line(named or "", "field.by") or store.get_text(PERSON)
    if not chosen and isinstance(store, UnitStore) and (said := cover_defaults(store)):
        chosen = said.get(stored_plan(store, store.current_plan_digest()).field_name(Means.PREPARED), "")
    return chosen


def put_person(store: Store, name: str) -> None:
    """Choose the name that stands in the record unless another is given; "" = none. Raises AppError("line_long")."""
    for key, said in person_facts(store, name).items():
        store.put_value(key, said)


def person_facts(store: Store, name: str) -> dict[str, str]:
    """Return the facts that choose a name, key → text. Raises AppError("line_long")."""
    name = require_line(name, "field.by")
    people = json_text([name, *(one for one in people_of(store) if one != name)][:MOST_PEOPLE])
    return {PERSON: name, PEOPLE: people} if name else {PERSON: name}


def people_of(store: Store) -> tuple[str, ...]:
    """Return the names that were chosen here, the last first."""
    said = store.get_value(PEOPLE)
    return tuple(json.loads(said)) if said else ()
