"""A plan's files with a row changed: the comments stay, and so does everything nobody touched."""

from pathlib import Path

import pytest

from models.plan.load import SHIPPED, plan_files
from models.planning.rewriting import rewritten
from models.planning.source import Rows, plan_rows

SMALL = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
NAMES = [{"name": "旧名", "until": "2026-01-01"}, {"name": "新名", "since": "2026-01-01"}]


def renamed(files: dict[str, bytes]) -> Rows:
    rows = plan_rows(files)
    unit = rows["unit"][1]
    unit.pop("name", None)
    unit["names"] = NAMES
    rows["plan"][0]["version"] = "9.9.9"
    return rows


@pytest.mark.parametrize("folder", [SHIPPED, SMALL], ids=["shipped", "small"])
def test_only_the_lines_of_what_changed_are_others(folder: Path) -> None:
    files = dict(plan_files(folder))
    rows = renamed(files)
    made = rewritten(files, rows)
    assert plan_rows(made) == rows and made.keys() == files.keys()
    before, after = (b"".join(found[name] for name in sorted(found)).splitlines() for found in (files, made))
    gone = [line for line in before if line not in after]
    assert sorted(line.split(b" ")[0] for line in gone) == [b"name", b"version"]
    assert [one for one in before if one.lstrip().startswith(b"#") and one not in after] == []


ODD = """# head
[plan]
version = "1.0.0" # published
[[unit]]
id = "A"  # stays
names = [
  # the first one
  {name = "甲 # no comment"},
]
[unit.note]
text = "one"
[[unit]]
id = "B"
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_in_and_behind_a_value_stay_beside_the_new_one(end: str) -> None:
    files = {"all.toml": ODD.replace("\n", end).encode()}
    rows = plan_rows(files)
    rows["unit"][0]["names"] = [{"name": "乙"}]
    rows["plan"][0]["version"] = "1.0.1"
    text = rewritten(files, rows)["all.toml"].decode()
    assert text.replace(end, "\n") == ODD.replace(
        'version = "1.0.0" # published', '# published\nversion = "1.0.1"'
    ).replace(
        'names = [\n  # the first one\n  {name = "甲 # no comment"},\n]', '# the first one\nnames = [{ name = "乙" }]'
    )
    assert text.count(end) == text.count("\n")


@pytest.mark.parametrize(
    "text",
    ['unit = [{id = "A", name = "甲"}, {id = "B"}]\n[plan]\nversion = "1"\n', '[plan]\nversion = "1"\n[[unit]]\nid = "A"\n[[unit.names]]\nname = "甲"\n', '[plan]\nversion = "1"\n[words.more]\na = "b"\n[[unit]]\nid = "A"\nname = "甲"\n'],
    ids=["in one line", "in pieces", "a table without its head"],
)  # fmt: skip
def test_a_file_laid_out_in_another_way_is_written_anew(text: str) -> None:
    files = {"all.toml": text.encode()}
    rows = plan_rows(files)
    rows["unit"][0]["names"] = [{"name": "乙"}]
    assert plan_rows(rewritten(files, rows)) == rows
