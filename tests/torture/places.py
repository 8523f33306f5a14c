"""Places: the commands that are tortured, and the folders they begin from — an office, a unit, the papers between them."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from models.basics.period import PLAN_ZONE
from tests.flow.town import Town

Q3, UNIT = "2020Q3", "610902"
TYPED_BY, CHECKED_BY = "赵六", "钱七"
RULES = """
document = "测试〔2021〕2号"
[[grade]]
name = "完成"
from = "80"
[[scope]]
name = "县区"
kinds = ["county"]
indicators = "60"
tasks = "20"
quality = "20"
stages = { "推进中" = "50" }
late = "1"
missing = "10"
[[scope.indicator]]
id = "Q06"
weight = "60"
method = "capped"
"""
Words = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command in a place: its words without folders, the workspace it works in, by the name of its folder."""

    name: str
    workspace: str
    words: Callable[[Path], Words]
    place: str  # the prepared place it begins from
    recorded: bool = True  # it is an act of the workspace


def commands() -> tuple[Command, ...]:
    """The commands that record, issue, put back or give away."""

    def office(*words: object) -> Callable[[Path], Words]:
        return lambda root: ("office", *_filled(words, root), "--data", root / "office")

    def unit(*words: object) -> Callable[[Path], Words]:
        return lambda root: ("unit", *_filled(words, root), "--data", root / "unit")

    made = [
        ("office init", "office", office("init"), "bare", True),
        ("unit open", "unit", unit("open", "{pack}", "--unit", UNIT), "packed", True),
        ("unit request", "unit", unit("request", "--out", "{out}"), "opened", True),
        ("office enrol", "office", office("enrol", "{request}", "--out", "{out}"), "asked", True),
        ("office set", "office", office("set", "{settings}"), "filed", True),
        ("office pack", "office", office("pack", "--out", "{out}"), "changed", True),
        ("unit import", "unit", unit("import", "{book}", "--period", Q3, "--apply"), "enrolled", False),
        ("unit file first", "unit", unit("file", "--period", Q3, "--from", "{said}", "--out", "{out}"), "opened", True),
        ("unit file", "unit", unit("file", "--period", Q3, "--from", "{said}", "--out", "{out}"), "enrolled", True),
        (
            "unit file again", "unit",
            unit("file", "--period", Q3, "--from", "{later}", "--reason", "订正", "--out", "{out}"), "filed", True,
        ),
        ("office receive", "office", office("receive", "{sent}"), "filed", True),
        ("office receipt", "office", office("receipt", "--out", "{out}"), "received", True),
        ("office issue", "office", office("issue", Q3, "--out", "{out}"), "received", True),
        (
            "office adjudicate", "office",
            office("adjudicate", Q3, "Q06", "75", "--reason", "核实", "--document", "安发〔2020〕1号", "--by", "王某",
                   "--checked-by", "李某"), "received", True,
        ),
        (
            "office return", "office",
            office("return", UNIT, Q3, "--items", "{items}", "--until", "2030-01-19T17:30", "--out", "{out}"),
            "received", True,
        ),
        ("office backup", "office", office("backup", "--out", "{out}"), "received", True),
        ("office restore", "office", office("restore", "{copy}"), "received", True),
        ("office handover", "office", office("handover", "--to", "李四", "--out", "{out}"), "received", True),
        ("unit handover", "unit", unit("handover", "--to", "李四", "--keys", "--out", "{out}"), "filed", True),
        ("unit takeover", "taken", lambda root: (
            "unit", "takeover", root / "given.zip", "--data", root / "taken"), "received", True),
        (
            "office sign", "office",
            lambda root: ("office", "sign", Q3, "--indicator", "Q06", "--day", _today(), "--scan", root / "scan.pdf",
                          "--data", root / "office"), "decided", True,
        ),
        (
            "office enter", "office",
            office("enter", UNIT, Q3, "{form}", "--scan", "{scan}", "--shelf", "三号柜", "--at", "2020-10-14T10:00",
                   "--by", TYPED_BY), "filed", True,
        ),
        ("office check-entry", "office", office("check-entry", UNIT, Q3, "--by", CHECKED_BY), "typed", True),
        ("office score-rules", "office", office("score-rules", "{rules}", "--by", TYPED_BY), "received", True),
        ("office score", "office", office("score", Q3, "--lock"), "ruled", True),
        ("office chase", "office", office("chase", Q3, "610921", "--out", "{out}"), "received", True),
        ("office withdraw", "office", office("withdraw", "1", "--reason", "有误"), "decided", True),
        (
            "office rule", "office",
            office("rule", UNIT, Q3, "--keep", "{=kept}", "--reason", "电话核对", "--by", TYPED_BY, "--checked-by",
                   CHECKED_BY), "disputed", True,
        ),
        ("office revoke", "office", office("revoke", UNIT, "--key", "{=code}", "--reason", "口令外泄"), "received", True),
        ("office archive", "office", office("archive", "--period", Q3, "--out", "{out}"), "decided", True),
        ("unit archive", "unit", unit("archive", "--period", Q3, "--out", "{out}"), "filed", True),
        ("unit renew", "unit", unit("renew", "--out", "{out}"), "filed", True),
        ("unit slice", "unit", unit("slice", "--period", Q3, "--to", "科室", "--item", "Q06.1", "--out", "{out}"),
         "enrolled", True),
    ]  # fmt: skip
    return tuple(
        Command(name=name, workspace=workspace, words=words, place=place, recorded=recorded)
        for name, workspace, words, place, recorded in made
    )


def _filled(words: tuple[object, ...], root: Path) -> Iterator[object]:
    """Words with the files of a place: {pack} …, and what was said there: {=code}, as `places` has noted them."""
    files: Mapping[str, list[str]] = json.loads((root / "files.json").read_text("utf-8"))
    for word in words:
        name = str(word)[1:-1] if str(word).startswith("{") else ""
        if name == "out":
            yield root / "out"
        elif name.startswith("="):
            yield from files[name]
        elif name:
            yield from (root / one for one in files[name])
        else:
            yield word


def make_places(root: Path) -> dict[str, Path]:
    """Make the places once: each a folder with an office, a unit and the papers between them."""
    town = _Making(root / "town")
    town.root.mkdir()
    town.keep("bare")
    pack = town.pack_of_a_new_office()
    town.note("pack", pack)
    town.keep("packed")
    town.open_unit(UNIT, pack, town.unit)
    said = town.completed(UNIT, Q3, {})
    _write_inputs(town, said)
    town.keep("opened")
    asked = town.request(town.unit)
    town.note("request", asked["file"])
    town.keep("asked")
    given = town.enrol(asked["file"], asked["code"])
    town.call("unit", "open", given["file"], "--data", town.unit)
    aside = town.root / "aside"
    shutil.copytree(town.unit, aside)
    sent = town.file(UNIT, Q3, said, folder=aside)["files"]
    town.note("book", sent[1])
    rival = _filed_beside(town)
    town.files["=code"] = [asked["code"]]
    town.keep("enrolled")
    shutil.rmtree(town.unit)
    aside.rename(town.unit)
    town.note("sent", *sent)
    form = town.call("unit", "template", "--data", town.unit, "--period", Q3, "--filled", "--out", town.root)["file"]
    town.note("form", form)
    town.keep("filed")
    town.branch("typed", "enter", UNIT, Q3, form, "--at", "2020-10-14T10:00", "--by", TYPED_BY)
    town.note("copy", town.call("office", "backup", "--data", town.office)["backup"])
    town.receive(*sent)
    _give_away(town, root)
    town.keep("received")
    town.files["=kept"] = [rival["digest"][:8]]
    town.branch("disputed", "receive", *rival["files"])
    decided = ("--reason", "核实", "--document", "安发〔2020〕1号", "--by", "王某", "--checked-by", "李某")
    town.branch("decided", "adjudicate", Q3, "Q06", "75", *decided)
    town.branch("ruled", "score-rules", town.root / "rules.toml", "--by", TYPED_BY)
    town.settings('[parameters]\nyoy_limit = "60"\n')
    town.keep("changed")
    return town.kept


def _write_inputs(town: "_Making", said: Mapping[str, Any]) -> None:
    """Write what commands are given: returns, remarks of the office, settings, rules of scores, a scan."""
    later = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    texts = {
        "said.json": json.dumps(said, ensure_ascii=False),
        "later.json": json.dumps(later, ensure_ascii=False),
        "items.json": json.dumps([{"item": "Q06.1", "text": "请核实"}]),
        "settings.toml": '[parameters]\nyoy_limit = "60"\n',
        "rules.toml": RULES,
        "scan.pdf": "%PDF-1.4 stamped",
    }
    for name, text in texts.items():
        (town.root / name).write_text(text, "utf-8")
        town.note(name.partition(".")[0], town.root / name)


def _filed_beside(town: "_Making") -> Any:
    """File another first revision of the unit on a copy of its workspace: the two papers do not fit together."""
    beside = town.root / "beside"
    shutil.copytree(town.unit, beside)
    said = json.loads((town.root / "later.json").read_text("utf-8"))
    filed = town.file(UNIT, Q3, said, folder=beside, out=town.root / "rival")
    shutil.rmtree(beside)
    return filed


def _give_away(town: "_Making", root: Path) -> None:
    """Hand a copy of the unit's workspace over: the file that somebody takes over."""
    spare = root / "spare"
    shutil.copytree(town.unit, spare)
    given = town.call("unit", "handover", "--data", spare, "--out", root / "zip", "--to", "李四")["file"]
    shutil.copyfile(given, town.root / "given.zip")


@dataclass
class _Making(Town):
    """A town of one unit, the files of it that commands are given, and the places that were made of it."""

    files: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)

    @property
    def unit(self) -> Path:
        return self.root / "unit"

    def unit_folder(self, unit: str) -> Path:
        return self.unit

    def note(self, name: str, *paths: object) -> None:
        self.files[name] = [str(Path(str(path)).relative_to(self.root)) for path in paths]

    def keep(self, name: str) -> None:
        """Copy the town as it is: a place that commands begin from."""
        (self.root / "files.json").write_text(json.dumps(self.files), "utf-8")
        self.kept[name] = self.root.with_name(name)
        shutil.copytree(self.root, self.kept[name])

    def branch(self, name: str, *words: object) -> None:
        """Make a place in which one more command of the office was run, beside the way the town goes."""
        self.keep(name)
        self.call("office", *words, "--data", self.kept[name] / "office")


def _today() -> str:
    return f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"
