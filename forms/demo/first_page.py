"""先看这里: one page in a demonstration's folder — what was played, what lies where, what to open next.

Made from what the demonstration ended with and from what lies in the folder, so that it says nothing that is not so.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from forms.demo.chain import Played
from forms.page.geometry import Foot
from forms.page.page import build, heading, paragraph, remark, title
from forms.page.tables import facts
from forms.wording.files import write_files
from models.basics.messages import say
from models.ledger.ledger import Decision
from models.ledger.roster import missing_facts

FOLDERS = {  # in the order a return goes through them → what is said of each
    "任务包": "pack",
    "登记证": "certificates",
    "单位": "units",
    "报表": "returns",
    "汇总单位": "office",
    "回执": "receipts",
    "汇总": "summary",
}
OFFICE, UNITS, PAPERS = "汇总单位", "单位", "报表"


def write_first_page(folder: Path, played: Played) -> Path:
    """Write the page into the folder of a demonstration and return where it lies."""
    name = say("first_page.title")
    story = [
        *title(name, say("first_page.under", 方案=played.plan.title)),
        heading(say("first_page.played")),
        *(paragraph(line, 11, leading=18) for line in _happened(played)),
        heading(say("first_page.lies")),
        facts([(one, say(f"first_page.folder.{key}")) for one, key in FOLDERS.items() if (folder / one).is_dir()]),
        heading(say("first_page.next")),
        facts([*_next(folder)], 30),
        remark(say("first_page.forgotten"), spaceBefore=8),
    ]
    content = build(story, Foot(name, mark=say("papers.test")), name, made=None)
    return write_files(folder, {f"{name}.pdf": content})[0]


def _happened(played: Played) -> Iterator[str]:
    """What became of the papers, in sentences; a thing that did not happen has none."""
    plan, roster = played.plan, played.roster
    expected, received, returned, held, _ = roster.equation
    counts: dict[str, object] = {"应报": expected, "已收": received, "退回": returned, "待核实": held}
    counts |= missing_facts(roster, "todo.roster")
    yield say("first_page.equation", 报告期=plan.periods[roster.period].name, **counts)
    told = {
        "late": [one.unit for one in roster.late],
        "disputed": list(roster.disputed),
        "rejected": [one.unit or "" for one in played.received if one.decision is Decision.REJECTED],
        "corrected": [one.unit or "" for one in played.received if one.revision and one.revision > 1],
    }
    told["corrected"] = [unit for unit in told["corrected"] if unit not in told["disputed"]]
    for kind, units in told.items():
        names = list(dict.fromkeys(plan.unit_in(unit, roster.period) for unit in units if unit))
        if names:
            yield say(f"first_page.{kind}", 名单="、".join(names))


def _next(folder: Path) -> Iterator[tuple[str, str]]:
    """What to open, and how: both desks' windows, and papers with any reader."""
    start = Path(sys.executable).stem if getattr(sys, "frozen", False) else "python3 build/tasks.py run"
    unit = min(path.name for path in (folder / UNITS).iterdir())
    said: dict[str, dict[str, object]] = {
        "office": {"命令": f'{start} --data "{folder / OFFICE}"'},
        "unit": {"命令": f'{start} --data "{folder / UNITS / unit}"'},
        "paper": {"目录": PAPERS},
    }
    yield from ((say(f"first_page.next_{key}"), say(f"first_page.open_{key}", **found)) for key, found in said.items())
