"""Files that are no plan, or mean harm: refused in words, and nothing breaks the program."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan.load import PlanProblems, load_plan, load_plan_bytes, plan_digest
from models.plan.rows.problems import MOST_PROBLEMS
from tests.models.plan.mistakes.edited import Files, only, problems, shipped


def test_a_folder_without_a_plan_is_told(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "不存在"):
        with pytest.raises(PlanProblems) as raised:
            load_plan(place)
        assert [problem.message for problem in raised.value.problems] == ["这里没有方案文件（.toml）。"]


def test_files_without_the_plan_itself_are_told() -> None:
    assert only({"units.toml": shipped()["units.toml"]}) == ("", "plan", "缺少 [plan]，不知道是什么方案。")


HOSTILE: list[tuple[str, Files, str]] = [
    ("bytes that are no text", {"plan.toml": b"\xff\xfe\x00"}, "不是UTF-8编码"),
    ("no TOML", {"plan.toml": b"[plan]\nid = 'a'\nversion 1"}, "第3行附近"),
    ("the same key twice", {"plan.toml": b"[plan]\nid = 'a'\nid = 'b'"}, "第3行附近"),
    ("deep nesting", {"plan.toml": b"[plan]\n" + b"x = [\n" * 40000}, "不符合TOML格式"),
    ("a long line", {"plan.toml": b"[plan]\nid = '" + b"a" * 10_000 + b"'"}, "第2行过长或过于复杂"),
    ("a key of many parts", {"plan.toml": b"[" + b"a." * 2000 + b"a]\nb = 1"}, "第1行过长或过于复杂"),
    ("many long keys", {"plan.toml": (b"a." * 100 + b"a = 1\n") * 2000}, "第1行过长或过于复杂"),
    ("a number of 5,000 digits", {"plan.toml": b"[plan]\nyear = " + b"9" * 4900}, "不符合TOML格式"),
    ("a hexadecimal giant", {"plan.toml": b"[plan]\nformat=2\nid='a'\nyear = 0x" + b"f" * 4900}, "应在2000至2199之间"),
    ("a file that is too large", {"plan.toml": b"#" * (512 * 1024 + 1)}, "超过512 KB"),
    ("files that are too large", {f"{n}.toml": b"#\n" * 200_000 for n in range(11)}, "合计超过4096 KB"),
    ("too many files", {f"{n}.toml": b"" for n in range(81)}, "超过80个"),
    ("a path for a name", {"../../plan.toml": b"[plan]"}, "文件名"),
    ("too many rows", {"plan.toml": b"[plan]\nid='a'\n" + b"[[unit]]\n" * 20_001}, "合计超过20000条"),
]


@pytest.mark.parametrize(("files", "words"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_plan_is_refused_in_words(files: Files, words: str) -> None:
    told = problems(files)
    assert any(words in problem.message for problem in told), told[:3]


def test_a_hopeless_plan_is_not_read_out_to_the_last_line() -> None:
    files = dict(shipped()) | {"units.toml": b'[[unit]]\nid = "@"\nwith = 1\n' * 1500}
    told = problems(files)
    assert len(told) == MOST_PROBLEMS + 1
    assert any(f"超过{MOST_PROBLEMS}处" in problem.message for problem in told)


VALUES = st.sampled_from(
    [
        *("0", "-1", "1.5", "true", '""', '"x"', "[]", "{}", "[1]", "[[]]", "[{}]", "{a = [1]}", "2020-01-01", "nan"),
        *("12:00:00", "2020-01-01T00:00:00", '"@county"', '"-@zone"', '"Q06.8 +"', '"R02"', '[["a"], [1]]', '"1e5"'),
        "",
    ]
)


@st.composite
def careless_edits(draw: st.DrawFn) -> Files:
    """Shipped files with some lines given another value, doubled, lost or cut."""
    files = dict(shipped())
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        lines = files[name].decode().split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = draw(st.sampled_from(list(_edits(lines[at], draw(VALUES)))))
        files[name] = "\n".join(lines).encode()
    return files


def _edits(line: str, value: str) -> Iterator[list[str]]:
    yield []
    yield [line, line]
    yield [line[: len(line) // 2]]
    yield [line.replace('"', "", 1)]
    yield [f"{line.partition('=')[0]}= {value}"]
    yield [f"x = {value}", line]


@given(careless_edits())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_done_to_a_plan_it_loads_or_tells_why(files: Files) -> None:
    try:
        plan = load_plan_bytes(files)
    except PlanProblems as error:
        assert all(problem.message.endswith("。") for problem in error.problems)
    else:
        assert plan.digest == plan_digest(files)
