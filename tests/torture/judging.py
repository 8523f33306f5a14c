"""Judging: a store is opened as at the next start; what was acknowledged must be there, and everything whole."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.store import UnitStore
from models.store.file.files import look_over
from models.workspace.act import finish_acts
from models.workspace.backups import dated_copies
from tests.torture.worker import ITEMS, PERIOD, SIZES, one_round


@dataclass(slots=True)
class Figures:
    """What a run found; every fault must be none."""

    tried: Counter[str] = field(default_factory=Counter)  # kills, cuts …
    typed: int = 0  # batches acknowledged
    issued: int = 0  # acts acknowledged
    undone: int = 0  # acts that were cut short and left no trace
    finished: int = 0  # acts whose files were written at the next start
    refused: Counter[str] = field(default_factory=Counter)  # what could not be done, by the sentence
    faults: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{dict(self.tried)}; acknowledged {self.typed} batches of cells and {self.issued} acts; "
            f"{self.finished} acts finished and {self.undone} undone at the next start; refused {dict(self.refused)}; "
            f"faults {dict(self.faults)}"
        )


@dataclass(slots=True)
class Judge:
    """One workspace and what must be true of it after whatever was done to it."""

    folder: Path
    out: Path
    figures: Figures
    number: int = 0  # the highest that was begun

    def judge(self, lines: Iterable[bytes], *, goes_on: bool = False) -> None:
        """Judge the workspace against what was told, line by line; `goes_on`: and work in it once more."""
        said = [line.decode().split() for line in lines if line.endswith(b"\n")]
        told = [(what, int(number)) for what, number in said]
        typed = [number for what, number in told if what == "typed"]
        issued = [number for what, number in told if what == "issued"]
        self.figures.refused.update(what for what, _ in told if what.startswith("refused"))
        self.figures.typed += len(typed)
        self.figures.issued += len(issued)
        try:
            self._judge_store(max(typed, default=0), set(issued), goes_on=goes_on)
        except (AppError, MachineError) as error:
            self._expect(False, f"cannot be opened: {error.code}")

    def _judge_store(self, typed: int, issued: set[int], *, goes_on: bool) -> None:
        with UnitStore.open(self.folder) as store:
            waiting = {file.act for file in store.acts.files() if not file.written}
            self.figures.finished += len(waiting)
            self.figures.undone += len(store.acts.stages())
            self._expect(not finish_acts(store), "files that could not be written")
            self._cells(store, typed)
            recorded = self._acts(store)
            self._expect(issued <= recorded, "acts acknowledged and lost")
            self._expect(store.acts.verify() == (), "records that do not hold")
            self._copies()
            self.number = max([self.number, typed, *recorded])
            if goes_on:
                self.number += 1
                one_round(store, self.out, self.number, lambda what, number: None)
                self._expect(self.number in self._acts(store), "work that does not go on")

    def _cells(self, store: UnitStore, typed: int) -> None:
        cells = store.sheets.cells(PERIOD)
        values = {cell.text for cell in cells.values()}
        self._expect(len(values) <= 1 and len(cells) in (0, len(ITEMS)), "half batches")
        self._expect(typed <= int(next(iter(values), "0")), "edits acknowledged and lost")

    def _acts(self, store: UnitStore) -> set[int]:
        """Every act has its row and its files, every file its act; return the numbers."""
        found = {int(row.about["number"]): row.number for row in store.acts.rows("file")}
        for number, act in found.items():
            self._expect(store.settings_text(number) is not None, "half acts")
            for file in store.acts.files(act):
                path = self.out / file.name
                self._expect(path.is_file() and path.read_bytes() == store.acts.content(file.sha256), "files lost")
        names = set(os.listdir(self.out)) if self.out.exists() else set()
        wanted = {f"{number}{end}" for number in found for end in SIZES}
        self._expect(names <= wanted, "files without a record, or temporary ones")
        return set(found)

    def _copies(self) -> None:
        for _, copy in dated_copies(self.folder):
            try:
                look_over(copy, copy)
            except MachineError:
                self._expect(False, "damaged copies")

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.figures.faults[fault] += 1
