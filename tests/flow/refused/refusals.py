"""Every command of the program with words that would do, and every failure its parameters can meet.

The commands come from the register of commands, the failures from their parameters: a new command is tried without a
word here, unless one of its parameters needs a value of its own (`OWN`).
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from inspect import Parameter
from pathlib import Path
from typing import NamedTuple

import pytest

from models.store.connection import connections, one_thread
from models.store.connection.lock import LOCK, StoreLock
from models.store.file.files import STORE
from models.workspace.workspace import Workspace
from tests.flow.town import Town
from ui.cli.shared import parser
from ui.cli.shared.command import VERBS, Verb
from ui.cli.shared.given import GIVEN

Words = tuple[str, ...]
OFFICE, UNIT, FOLDER = "OfficeWorkspace", "UnitWorkspace", "Folder"
GENERAL = {
    "period": "2020Q3", "unit": "610902", "indicator": "Q06", "value": "1", "reason": "理由", "document": "安发〔2020〕1号",
    "digest": "0" * 64, "keep": "0" * 64, "key": "0" * 64, "adjudication": "1", "until": "2020-10-19T17:30", "to": "李四",
    "kind": "missing", "place": "Q06.1", "register": "R02", "day": "2020-10-13", "log": "电话",
}  # fmt: skip
OWN: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ("unit", "slice"): {"item": "Q06.1"},
    ("office", "chase"): {"log": "电话"},
    ("office", "contact"): {"text": "王某 0915-3210001"},
    ("office", "decision"): {"indicator": "Q06"},
    ("office", "sign"): {"indicator": "Q06"},
    ("unit", "file"): {"reason": "订正"},
    ("office", "adjudicate"): {"by": "王某", "checked_by": "李某", "reason": "核实", "document": "安发〔2020〕1号"},
    ("office", "reception"): {"channel": "U盘"},
    ("unit", "attach"): {"to": "Q06.1"},
    ("office", "duties"): {"unit": "610902"},
    ("office", "rename"): {"since": "2020-10-09", "name": "测试市人民政府"},
}


class Failure(NamedTuple):
    """What is wrong, the words it is said with, and the state of the machine meanwhile."""

    name: str
    words: Words
    state: Callable[[], AbstractContextManager[object]] = nullcontext


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders in which every command is refused."""

    town: Town
    paper: Path  # what a command is given where it wants a file: the pack
    unit: Path
    values: Mapping[str, str]  # parameter, or command and parameter → a word that would do

    @property
    def root(self) -> Path:
        return self.town.root

    def workspace(self, verb: Verb) -> Path:
        return self.town.office if verb.words[0] == "office" else self.unit


def every_verb() -> tuple[Verb, ...]:
    """All commands that work in a workspace."""
    for first in ("office", "unit"):
        parser._load(f"ui.cli.{first}")
    return tuple(verb for words, verb in sorted(VERBS.items()) if words[0] in ("office", "unit"))


def failures(verb: Verb, place: Place) -> Iterator[Failure]:
    """Yield everything a command can meet that must be refused."""
    kinds = {_kind(one) for one in verb.parameters.values()}
    folder = place.workspace(verb)
    words = _words(verb, place)
    if kinds & {OFFICE, UNIT}:
        other = place.unit if folder == place.town.office else place.town.office
        yield Failure("nowhere", (*words, "--data", str(place.root / "nowhere")))
        yield Failure("other desk", (*words, "--data", str(other)))
        yield Failure("damaged", (*words, "--data", str(place.root / "damaged")))
        yield Failure("newer", (*words, "--data", str(place.root / f"newer {verb.words[0]}")))
    data = ("--data", str(folder)) if kinds & {OFFICE, UNIT, FOLDER} else ()
    here = (*words, *data)
    if kinds & {OFFICE, UNIT, FOLDER}:
        yield Failure("in use", here, lambda: _in_use(folder))
    if kinds & {OFFICE, UNIT}:
        yield Failure("held", here, lambda: _held(folder))
        yield Failure("full", here, lambda: _full(folder))
        yield Failure("unknown plan", (*here, "--plan", "ZZ"))
    if kinds & {"Passphrase", "Secret"}:
        yield Failure("no passphrase", here, lambda: _passphrase(None))
        yield Failure("wrong passphrase", here, lambda: _passphrase("wrong-wrong-wrong"))
    for name, one in verb.parameters.items():
        for what, value in _wrong(name, _kind(one), place).items():
            yield Failure(f"{name}: {what}", (*_words(verb, place, {name: value}), *data))


def _kind(parameter: Parameter) -> str:
    return str(parameter.annotation).removesuffix(" | None")


def _wrong(name: str, kind: str, place: Place) -> dict[str, str]:
    if kind in (OFFICE, UNIT, FOLDER):
        return {}
    if kind == "Path" and name in ("out", "second", "root"):
        return {"is a file": str(place.root / "occupied" / "out")}
    if kind in ("Path", "tuple[Path, ...]"):
        return {"missing": str(place.root / "missing.pdf"), "garbage": str(place.root / "garbage.pdf")}
    if kind in ("Moment", "datetime", "date", "int"):
        return {"unreadable": "soon"}
    if name in ("period", "unit", "indicator", "digest", "keep", "key", "place", "register", "kind"):
        return {"unknown": "ZZ"}
    return {}


def _words(verb: Verb, place: Place, said: Mapping[str, str] | None = None) -> Words:
    """Return a command with a value for everything it needs, and what is said of its other parameters."""
    called, more = " ".join(verb.words), said or {}
    own = {
        name: word
        for name, word in OWN.get(verb.words, {}).items()
        if not (name in verb.one_of and more.keys() & verb.one_of)
    }
    own |= {name: place.values[f"{called} {name}"] for name in verb.parameters if f"{called} {name}" in place.values}
    own |= more
    words, options = list(verb.words), []
    for name, one in verb.parameters.items():
        kind = _kind(one)
        if kind in GIVEN and (kind not in ("Person", "Moment") or name not in own):
            continue
        if one.default is not one.empty and name not in own:
            continue
        value = own.get(name) or place.values.get(name, str(place.paper))
        if one.kind is one.KEYWORD_ONLY or kind in ("Person", "Moment"):
            options += [f"--{name.rstrip('_').replace('_', '-')}", value]
        else:
            words.append(value)
    return (*words, *options)


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Another program has the workspace open."""
    lock = StoreLock(folder / LOCK)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Another program holds the file for writing: a copy, a scanner."""
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(folder / STORE, isolation_level=None)) as db:
        patch.setattr(one_thread, "PATIENCE", 1)
        patch.setattr(connections, "MOMENT", 1)
        db.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _full(folder: Path) -> Iterator[None]:
    """No file can grow any more once the workspace is open."""
    import resource  # not on every system

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    opened = Workspace.open.__func__  # type: ignore[attr-defined]

    def fills(cls: type[Workspace], folder: Path) -> Workspace:
        found: Workspace = opened(cls, folder)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "open", classmethod(fills))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _passphrase(text: str | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if text is None:
            patch.delenv("TANBAO_PASSPHRASE")
        else:
            patch.setenv("TANBAO_PASSPHRASE", text)
        yield
