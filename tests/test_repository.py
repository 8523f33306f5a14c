"""What must never stand in the repository, and words that must: addresses, paths of a machine, missing sentences."""

import ast
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from models.basics.messages import catalogue

ROOT = Path(__file__).resolve().parent.parent
CODE = [path for room in ("models", "forms", "ui") for path in sorted((ROOT / room).rglob("*.py"))]
SAID = re.compile(r"""\bsay\(\s*["']([a-z_]+\.[\w.]+)["']""")
LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
REGISTRY = re.compile(r"py" r"pi\.org|python" r"hosted|npm" r"js\.|://[^/\s]*/simple\b", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.-])/(?:ro" r"ot|wo" r"rk|home|Users)/\w|[A-Z]:\\\\?Users\\", re.IGNORECASE)
RAISED = re.compile(r"""\b(?:AppError|MachineError)\(\s*["']([\w]+)["']""")


def locked(name: str) -> dict[str, str]:
    return dict(LOCKED.findall((ROOT / name).read_text("utf-8")))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_a_hash_for_everything_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry for entry in entries if not re.match(r"\S+==\S+.*\\\n +--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert "://" not in text
    assert "--index" not in text


def test_the_locks_hold_what_the_project_names_and_agree_with_each_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, develop = locked("requirements.lock"), locked("requirements-dev.lock")
    wanted = [Requirement(text) for text in project["dependencies"]]
    tools = [Requirement(text) for text in project["optional-dependencies"]["dev"]]
    assert [one.name for one in wanted if not one.specifier.contains(run.get(one.name.lower(), "0"))] == []
    assert [one.name for one in tools if not one.specifier.contains(develop.get(one.name.lower(), "0"))] == []
    assert run.items() <= develop.items()


def test_no_path_of_a_machine_and_no_registry_stands_in_a_file(kept_files: list[Path]) -> None:
    read = {path: path.read_text("utf-8") for path in kept_files if path.suffix != ".png"}
    found = [
        (path.name, hit[0])
        for path, text in read.items()
        for wrong in (REGISTRY, MACHINE)
        if (hit := wrong.search(text))
    ]
    assert found == []


def test_a_docstring_points_at_no_document_that_is_not_here() -> None:
    pages = {path.name for path in ROOT.rglob("*.md") if ".venv" not in path.parts}
    named = [
        (path.name, page)
        for path in CODE
        for page in re.findall(r"(?<![\w/.])[\w-]+\.md\b", path.read_text("utf-8"))
        if page not in pages
    ]
    assert named == []
    assert [path.name for path in CODE if re.search(r"\bDESIGN\b|\bSCREENS \"", path.read_text("utf-8"))] == []


def test_no_test_reaches_the_network() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match="network"):
        line.connect(("192.0.2.1", 9))


def test_whether_a_day_is_written_with_its_year_is_decided_in_one_place() -> None:
    without = re.compile(r"(?<!%Y-)%m-%d|(?<!年)%m月")
    assert [path.name for path in CODE if without.search(path.read_text("utf-8"))] == ["period.py"]


def test_every_text_the_code_asks_for_is_there() -> None:
    texts, asked = catalogue(), set()
    for path in CODE:
        asked |= {(path.name, key) for key in SAID.findall(path.read_text("utf-8"))}
    assert sorted((name, key) for name, key in asked if key not in texts) == []


def test_one_function_says_a_text_and_it_has_one_name() -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in CODE}
    assert [name for name, text in sources.items() if re.search(r"^def say\(", text, re.MULTILINE)] == [
        "models/basics/messages.py"
    ]
    assert [name for name, text in sources.items() if re.search(r"\bsay as \w+", text)] == []


def test_every_error_has_its_sentence() -> None:
    texts = catalogue()
    raised = {(path.name, code) for path in CODE for code in RAISED.findall(path.read_text("utf-8"))}
    assert sorted((name, code) for name, code in raised if f"errors.{code}" not in texts) == []


def test_files_stay_small_enough_to_hold_in_the_head() -> None:
    long = {path.name: count for path in CODE if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}


@pytest.fixture(scope="module")
def classes() -> list[tuple[Path, ast.ClassDef]]:
    """Every class of the program with its file; those inside functions too."""
    nodes = ((path, node) for path in CODE for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return [(path, node) for path, node in nodes if isinstance(node, ast.ClassDef)]


def test_records_of_four_fields_and_more_are_built_by_name(classes: list[tuple[Path, ast.ClassDef]]) -> None:
    """Two neighbours of one type that change places pass every other check."""
    by_place = []
    for path, node in classes:
        words = " ".join(ast.unparse(one) for one in node.decorator_list)
        if "dataclass" in words:
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            marker = [at for at, one in enumerate(fields) if ast.unparse(one.annotation) == "KW_ONLY"]
            first = marker[0] if marker else 0 if "kw_only=True" in words else len(fields)
            if first > 3:
                by_place.append(f"{path.name}: {node.name}")
    assert by_place == []


def test_no_two_classes_of_the_program_have_one_name(classes: list[tuple[Path, ast.ClassDef]]) -> None:
    """A name alone finds the thing: in a search, in a traceback, in talk."""
    found: dict[str, list[str]] = {}
    for path, node in classes:
        found.setdefault(node.name.lstrip("_"), []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_a_verb_asked_for_its_help_tells_what_it_does_and_does_nothing() -> None:
    """One that took long began at once, whatever stood behind it."""
    asked = [sys.executable, ROOT / "build/tasks.py", "torture", "--help"]
    answer = subprocess.run(asked, capture_output=True, timeout=60, check=True, encoding="utf-8")
    assert answer.stdout.startswith("Kill a program") and answer.stderr == ""
