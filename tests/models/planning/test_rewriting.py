"""A plan's files with a row changed: the comments stay, and so does everything nobody touched."""

from itertools import pairwise
from pathlib import Path

import pytest
import tomli

from models.plan.load import SHIPPED, plan_files
from models.planning.rewriting import rewritten
from models.planning.source import Rows, plan_rows
from models.planning.toml_places import toml_lines

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


IN_ONE_LINE = """# head
plan = {id = "p", version = "1.0.0"} # published
unit = [
  # counties
  {id = "A", name = "甲"}, # the first
  {id = "B", names = [
    # of old
    {name = "乙 # no comment"},
  ]}, # the second
] # no more
[[item]] # measured
id = "x"
"""
IN_PIECES = """plan.id = "p" # ours
plan.version = "1.0.0"
[[unit]]
id = "A"
[[unit]] # the second
id = "B"
note = '''
[[unit]]
'''
# of old
[[unit.names]] # once
name = "乙" # so it was
# below
[unit.more]
"name" = "x"
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [IN_ONE_LINE, IN_PIECES], ids=["in one line", "in pieces"])
def test_no_comment_is_lost_whatever_the_layout(text: str, end: str) -> None:
    files = {"all.toml": text.replace("\n", end).encode()}
    rows = plan_rows(files)
    rows["unit"][1]["names"] = NAMES
    rows["unit"][0] |= {"name": "丙", "code": "A1"}
    rows["plan"][0]["version"] = "1.0.1"
    made = rewritten(files, rows)
    after = made["all.toml"].decode()
    assert plan_rows(made) == rows and made.keys() == files.keys()
    for line in text.splitlines():
        if " # no comment" not in line and "#" in line:
            assert line[line.index("#") :] in after
    assert after.count(end) == after.count("\n")


@pytest.mark.parametrize("name", sorted(plan_files(SHIPPED)))
def test_every_value_stands_where_it_is_said_to(name: str) -> None:
    text = plan_files(SHIPPED)[name].decode()
    said, lines = tomli.loads(text), list(toml_lines(text))
    for line in lines:
        found = said
        for key in line.path:
            found = found[key]
        assert line.value is None or tomli.loads(f"x = {text[slice(*line.value)]}")["x"] == found
    assert len(lines) > 3 and all(one.end <= other.start for one, other in pairwise(lines))
