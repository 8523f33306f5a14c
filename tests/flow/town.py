"""A town for flow tests: one office and its units, worked through the command line alone, as an outsider would."""

import contextlib
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.cli.run import run

SECRET = "Correct-Horse-12"
COVER = {"负责人": "测试甲", "审核人": "测试乙", "填表人": "测试丙", "电话": "0915-3210000", "报出日期": "2021.1.12"}
COUNTIES = ("610902", "610921", "610922", "610923", "610924", "610925", "610926", "610927", "610928", "610929")
ZONES = ("6109GX", "6109HK", "6109YH")


class Failed(AssertionError):
    """A command did not end as the test says it must."""


def said_by(*words: object) -> tuple[int, str, str]:
    """Run a command in this process; return exit code, stdout, stderr."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = run([*map(str, words)])
    return code, out.getvalue(), err.getvalue()


@dataclass
class Town:
    """The folders of one test and the commands that work in them."""

    root: Path
    sent: dict[str, list[Path]] = field(default_factory=dict)
    origin: Path | None = None  # of a copy: its units come along when they are first asked for
    _come: set[str] = field(default_factory=set)

    @classmethod
    def copy_of(cls, origin: Path, root: Path) -> "Town":
        """Copy a town: the office and its papers now, of its many units those that are asked for."""
        shutil.copytree(origin, root, ignore=lambda folder, _: ["units"] if Path(folder) == origin else [])
        return cls(root, origin=origin)

    @property
    def office(self) -> Path:
        return self.root / "office"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def unit_folder(self, unit: str) -> Path:
        place = self.root / "units" / unit
        if self.origin is not None and unit not in self._come:
            self._come.add(unit)
            if (self.origin / "units" / unit).is_dir() and not place.exists():
                shutil.copytree(self.origin / "units" / unit, place)
        return place

    def call(self, *words: object, expect: int = 0) -> Any:
        """Run a command with --json and return its answer; the exit code must be the expected one."""
        code, out, err = said_by(*words, "--json")
        if code != expect:
            raise Failed(f"{words}: exit {code}, wanted {expect}\n{out[-1500:]}\n{err[-1500:]}")
        return json.loads(out) if out.strip() else None

    def settings(self, text: str, *, expect: int = 0) -> Any:
        path = self.root / "settings.toml"
        path.write_text(text, "utf-8")
        return self.call("office", "set", path, "--data", self.office, expect=expect)

    def pack_of_a_new_office(self) -> Path:
        self.call("office", "init", "--data", self.office)
        return self.pack()

    def pack(self) -> Path:
        return Path(self.call("office", "pack", "--data", self.office, "--out", self.out)["files"][0])

    def open_unit(self, unit: str, pack: Path, folder: Path | None = None) -> Path:
        place = folder or self.unit_folder(unit)
        self.call("unit", "open", pack, "--data", place, "--unit", unit)
        return place

    def request(self, folder: Path) -> dict[str, str]:
        return self.call("unit", "request", "--data", folder, "--out", self.out)

    def enrol(self, paper: Path | str, code: str | None = None, *, expect: int = 0) -> Any:
        more = ["--code", code] if code else []
        return self.call("office", "enrol", paper, "--data", self.office, "--out", self.out, *more, expect=expect)

    def check(self, unit: str, period: str, said: Mapping[str, Any], folder: Path | None = None) -> Any:
        path = self._input(unit, said)
        words = ["unit", "check", "--data", folder or self.unit_folder(unit), "--period", period, "--from", path]
        return json.loads(said_by(*words, "--json")[1])

    def file(
        self, unit: str, period: str, said: Mapping[str, Any], *, reason: str = "", folder: Path | None = None,
        out: Path | None = None, expect: int = 0,
    ) -> Any:  # fmt: skip
        words: list[object] = ["unit", "file", "--data", folder or self.unit_folder(unit), "--period", period]
        words += ["--from", self._input(unit, said), "--out", out or self.out / unit]
        answer = self.call(*words, *(["--reason", reason] if reason else []), expect=expect)
        if expect == 0:
            self.sent.setdefault(unit, []).extend(map(Path, answer["files"]))
        return answer

    def _input(self, unit: str, said: Mapping[str, Any]) -> Path:
        path = self.root / f"{unit}.json"
        path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        return path

    def completed(self, unit: str, period: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Fill what is still missing with 1, say some progress, explain every warning: a return that can be filed."""
        cells = dict(said.get("cells", {}))
        full: dict[str, Any] = {"cover": COVER, **said, "cells": cells, "progress": dict(said.get("progress", {}))}
        found = self.check(unit, period, full)
        for address, cell in found["cells"].items():
            if cell["state"] != "missing":
                continue
            block, _, name = address.partition(".")
            if block.startswith("T"):
                full["progress"].setdefault(block, {})[name] = "推进中" if name == "阶段" else "按方案正常推进"
            elif address in self._entered(found):
                cells[address] = "平台直接导出" if address == "Q08.4" else "1"
        found = self.check(unit, period, full)
        open_ones = [f for f in found["findings"] if f["level"] == "warning" and f["outcome"] == "broken"]
        written = {
            f"{f['check']}@{f['item']}" if f["item"] else f["check"]: "测试数据，原因从略不述" for f in open_ones
        }
        full["explanations"] = {**written, **said.get("explanations", {})}
        return full

    def _entered(self, found: Mapping[str, Any]) -> set[str]:
        return {f["item"] for f in found["findings"] if f["check"] == "CK-A04"}

    def receive(self, *paths: object, at: str | None = None, expect: int = 0) -> list[Any]:
        more = ["--at", at] if at else []
        return self.call("office", "receive", *paths, "--data", self.office, *more, expect=expect)["items"]

    def status(self, period: str, at: str | None = None) -> Any:
        return self.call("office", "status", "--data", self.office, "--period", period, *(["--at", at] if at else []))

    def summary(self, period: str) -> Any:
        return self.call("office", "summary", "--data", self.office, "--period", period)

    def indicator(self, period: str, name: str) -> Any:
        return next(one for one in self.summary(period)["indicators"] if one["id"] == name)

    def sister_office(self) -> "Town":
        """A copy of the office as it is now, to receive the same papers in another way."""
        other = Town(self.root.with_name(f"{self.root.name}-{len(list(self.root.parent.iterdir()))}"))
        shutil.copytree(self.office, other.office)
        return other


def messages(item: Mapping[str, Any]) -> str:
    """Everything a reception says of one paper, in one text."""
    return " ".join(reason["message"] for reason in item["reasons"])
