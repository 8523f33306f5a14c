"""Recent workspaces: the folders somebody worked in, with whose they are: one is chosen without opening any.

Kept with the window's settings, newest first. A list another version wrote, or a damaged one, counts as empty; nothing
in it is trusted: it offers folders and words, the workspace itself is judged when it is opened.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from models.basics.messages import say
from models.basics.records import dataclass
from models.workspace.first_run import is_interrupted
from ui.basics.window_settings import WindowMemory

_KEY = "workspaces"
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A workspace as it was left; texts are for people, `""` where nothing is known.

    `name` is "" for one that is still being set up. `office` is whom a unit reports to, "" for an office's own; `root`
    is that office's root certificate (PEM).
    """

    folder: str
    name: str
    office: str = ""
    root: str = ""
    plan: str = ""
    period: str = ""

    @property
    def of_office(self) -> bool:
        """True for the workspace of an office: it reports to none. A trial of a unit looks like one."""
        return bool(self.name) and not self.root

    @property
    def there(self) -> bool:
        """False when the folder is gone, or on a disk that is not plugged in."""
        try:
            return Path(self.folder).is_dir()
        except OSError:
            return False


class RecentWorkspaces:
    """The list, read from and written to a store of settings."""

    def __init__(self, store: WindowMemory) -> None:
        """Read from and write to what the window remembers."""
        self._store = store

    def __iter__(self) -> Iterator[Recent]:
        """The newest first; what was begun, given up and swept is passed over."""
        return (one for one in self._read() if one.name or is_interrupted(Path(one.folder)))

    def note(self, used: Recent) -> None:
        """Put a workspace first, as it is now."""
        self._write([used, *(one for one in self if not same_folder(one.folder, used.folder))])

    def drop(self, folder: str) -> None:
        """Take a workspace out of the list; its data stay where they are."""
        self._write([one for one in self if not same_folder(one.folder, folder)])

    def _read(self) -> list[Recent]:
        try:
            rows = json.loads(self._store.get(_KEY) or "[]")
            return [Recent(**{str(key): str(value) for key, value in row.items()}) for row in rows][:MOST]
        except (ValueError, TypeError, AttributeError, RecursionError):
            return []

    def _write(self, workspaces: list[Recent]) -> None:
        names = [one.name for one in fields(Recent)]  # `asdict` loads what copies deep: a start notes its workspace
        rows = [{name: getattr(one, name) for name in names} for one in workspaces[:MOST]]
        self._store.put(_KEY, json.dumps(rows, ensure_ascii=False))


def same_folder(one: str | Path, other: str | Path) -> bool:
    """True for two names of one folder."""
    return Path(one).absolute() == Path(other).absolute()


def menu_lines(listed: Sequence[Recent]) -> list[str]:
    """Return a line for each workspace; where two would read alike, each says in which folder it is."""
    lines = ["　".join(text for text in (title_of(one), one.plan, one.period) if text) for one in listed]
    return [
        f"{line}　{_apart(one, [other for other, said in zip(listed, lines, strict=True) if said == line])}"
        if lines.count(line) > 1
        else line
        for one, line in zip(listed, lines, strict=True)
    ]


def _apart(one: Recent, alike: Sequence[Recent]) -> str:
    """The end of a folder's name that no other one of those has: one folder more for each that is the same."""
    parts = Path(one.folder).parts
    others = [Path(other.folder).parts for other in alike if other is not one]
    ends = (parts[-n:] for n in range(1, len(parts)))
    end = next((end for end in ends if not any(other[-len(end) :] == end for other in others)), parts)
    return str(Path(*end))


def title_of(one: Recent) -> str:
    """Return whose workspace it is, and to whom it reports; one without a name is being set up."""
    if not one.name:
        return say("workspaces.begun")
    return say("workspaces.of", 名称=one.name, 汇总单位=one.office) if one.office else one.name
