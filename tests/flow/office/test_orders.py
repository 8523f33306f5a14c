"""Any order in which the same files arrive ends in the same status and summary."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flow.town import Town

Q3 = "2020Q3"
WOODS = {"Q06.1": "1.20", "Q06.2": "0", "Q06.3": "3.5", "Q06.4": "2.1", "Q06.5": "0.05", "Q06.7": "5.15"}
IN_TIME, LATE = "2020-10-12T10:00", "2020-10-19T10:12"


def tampered(path: Path) -> Path:
    from openpyxl import load_workbook

    book = load_workbook(path)
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == 5.15:
                    cell.value = 6.15
    found = path.with_name(f"改过_{path.name}")
    book.save(found)
    return found


@pytest.fixture
def papers(town: Town) -> dict[Path, str]:
    """Paper → when it is registered: two lines that part, a correction, a late one, an unknown key, a changed figure."""
    said = town.completed("610921", Q3, {"cells": WOODS})
    first = town.file("610921", Q3, said)["files"]
    apart = town.root / "second"
    shutil.copytree(town.unit_folder("610921"), apart)
    said["cells"] = said["cells"] | {"Q06.7": "5.35"}
    ours = town.file("610921", Q3, said, reason="核对台账后更正")["files"]
    said["cells"] = said["cells"] | {"Q06.7": "5.55"}
    theirs = town.file("610921", Q3, said, reason="另一台电脑更正", folder=apart, out=town.out / "theirs")["files"]
    calm = town.completed("610922", Q3, {"cells": WOODS | {"Q06.1": "2"}})
    once = town.file("610922", Q3, calm)["files"]
    calm["cells"] = calm["cells"] | {"Q06.1": "2.5"}
    twice = town.file("610922", Q3, calm, reason="补报两个乡镇")["files"]
    late = town.file("610924", Q3, town.completed("610924", Q3, {"cells": WOODS}))["files"]
    stranger = town.open_unit("610925", next(town.out.glob("任务包*.pdf")), town.root / "stranger")
    unknown = town.file("610925", Q3, town.completed("610925", Q3, {"cells": WOODS}), folder=stranger)["files"]
    changed = tampered(Path(twice[1]))
    in_time = [*first, *ours, *theirs, *once, *twice, *unknown, str(changed)]
    return {Path(path): IN_TIME for path in in_time} | {Path(path): LATE for path in late}


def outcome(town: Town) -> tuple[Any, Any]:
    summary = town.summary(Q3)
    return town.status(Q3), {key: value for key, value in summary.items() if key != "files"}


def one_by_one(town: Town, papers: dict[Path, str], order: list[Path]) -> None:
    for path in order:
        town.call("office", "receive", path, "--data", town.office, "--at", papers[path], expect=answer_code(path))


def answer_code(path: Path) -> int:
    return 1 if path.name.startswith("改过") else 0


def in_batches(town: Town, papers: dict[Path, str], order: list[Path]) -> None:
    for moment in (LATE, IN_TIME):
        batch = [path for path in order if papers[path] == moment]
        town.call("office", "receive", *batch, "--data", town.office, "--at", moment, expect=int(moment == IN_TIME))


def test_any_order_ends_in_the_same_status_and_summary(town: Town, papers: dict[Path, str]) -> None:
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    chance = random.Random(20)
    ways: list[tuple[Callable[[Town, dict[Path, str], list[Path]], None], list[Path]]] = [(one_by_one, list(papers))]
    ways += [(one_by_one, chance.sample(list(papers), len(papers))) for _ in range(2)]
    ways += [(in_batches, chance.sample(list(papers), len(papers))) for _ in range(2)]
    outcomes = []
    for arrive, order in ways:
        office = town.sister_office()
        arrive(office, papers, order)
        outcomes.append(outcome(office))
    assert all(one == outcomes[0] for one in outcomes[1:])
    status, summary = outcomes[0]
    assert status["disputed"] == ["610921"] and status["held"] == ["610925"] and status["late"] == ["610924"]
    assert (status["received"], status["on_time"]) == (3, 2)
    woods = next(one for one in summary["indicators"] if one["id"] == "Q06")
    assert woods["verdict"] == "pending" and "待认定" in woods["notes"]
