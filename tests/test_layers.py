"""The house keeps its order: who may import whom, what lies where."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = tuple((ROOT / "tests/rooms.txt").read_text("utf-8").split())  # every room, the lowest first
MOST_FILES = 12
ABOVE = {"models": {"forms", "ui", "main"}, "forms": {"ui", "main"}, "ui": {"main"}}
PAPER = {
    "openpyxl", "xlsxwriter", "reportlab", "pyhanko", "pyhanko_certvalidator", "lxml", "cryptography", "asn1crypto", "docx",
    "pkcs11",
}  # fmt: skip
TOP = {
    "main.py", "ui", "models", "forms", "resources", "build", "tests", "README.md", "CONTRIBUTING.md", "CHANGES", "LICENSE",
    "pyproject.toml", "requirements.lock", "requirements-dev.lock", ".ci", ".github", ".gitignore",
}  # fmt: skip


CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:models|forms|ui|tests|build|resources)/[\w/.-]+|main\.py")
NAMED = re.compile(r"`([\w/]+\.py)` `([\w.]+)`")
VERB = re.compile(r"tasks\.py ([a-z]+)")


@pytest.fixture(scope="module")
def house() -> ModuleType:
    """The script that draws the map."""
    spec = importlib.util.spec_from_file_location("house", ROOT / "build/house.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.parsed = parsed
    return made


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def import_nodes(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Every import of a file, inside functions too."""
    found = ast.walk(parsed(path))
    return tuple(node for node in found if isinstance(node, ast.Import | ast.ImportFrom))


def imports(path: Path) -> Iterator[str]:
    for node in import_nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module and node.level == 0:
            yield node.module


@cache
def tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@cache
def known() -> dict[str, Path]:
    """Every product module by its dotted name."""
    found = {}
    for path in (path for room in ABOVE for path in modules(room)):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@pytest.fixture(scope="module")
def arrows() -> dict[str, set[str]]:
    """Module → product modules it imports, inside functions and for type checking too."""
    house = known()
    found: dict[str, set[str]] = {}
    for name, path in house.items():
        targets = found.setdefault(name, set())
        for node in import_nodes(path):
            if isinstance(node, ast.Import):
                targets |= {alias.name for alias in node.names}
            else:
                assert node.level == 0, f"{path}: imports say the whole name"
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                targets |= {full if full in house else str(node.module) for full in whole}
    return {name: (targets & house.keys()) - {name} for name, targets in found.items()}


def room_of(name: str) -> str:
    return known()[name].parent.relative_to(ROOT).as_posix()


def test_every_import_goes_to_an_earlier_room(arrows: dict[str, set[str]]) -> None:
    rooms = {name: room_of(name) for name in arrows}
    assert set(rooms.values()) == set(ORDER), "tests/rooms.txt names every room once, the lowest first"
    place = {room: number for number, room in enumerate(ORDER)}
    wrong = [f"{n} → {o}" for n in arrows for o in arrows[n] if place[rooms[o]] > place[rooms[n]]]
    assert wrong == []


def test_no_module_imports_itself_through_others(arrows: dict[str, set[str]]) -> None:
    list(TopologicalSorter(arrows).static_order())  # raises CycleError, which names the circle


def test_no_folder_holds_more_than_a_dozen_files(kept_files: list[Path]) -> None:
    """Rooms, tests, resources and what else there is."""
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in kept_files if path.name != "__init__.py")
    assert {folder: number for folder, number in held.items() if number > MOST_FILES} == {}


def test_a_room_says_what_for() -> None:
    for room in ORDER:
        assert purpose(room).startswith(room.rpartition("/")[2] + ": "), room


def purpose(room: str) -> str:
    said = ast.get_docstring(parsed(ROOT / room / "__init__.py"))
    return (said or "").partition("\n")[0]


def test_the_map_of_the_house_is_as_the_rooms_are(house: ModuleType, arrows: dict[str, set[str]]) -> None:
    """README's table and the drawings of the architecture page; `tasks.py house` writes both anew."""
    readme, page = (path.read_text("utf-8") for path in (house.README, house.PAGE))
    assert house.readme_now(readme) == readme and house.table(ORDER) in readme
    assert house.page_now(page) == page, "an import is new or gone: python3 build/tasks.py house"
    assert page.count("```mermaid") == 4
    between = {room: set[str]() for room in ORDER}
    for name, targets in arrows.items():
        between[room_of(name)] |= {room_of(one) for one in targets}
    assert house.arrows(ORDER) == {room: to - {room} for room, to in between.items()}


def test_an_arrow_is_left_out_only_where_a_longer_way_is_drawn(house: ModuleType) -> None:
    assert house.reduced({"a": set(), "b": {"a"}, "c": {"a", "b"}}) == {"a": set(), "b": {"a"}, "c": {"b"}}


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "build/architecture.md", "README.md"])
def test_what_is_written_for_developers_names_what_is_there(name: str, house: ModuleType) -> None:
    text = house.DRAWN.sub("", (ROOT / name).read_text("utf-8"))
    paths = {one for found in CODE.findall(text) for one in found.split() if PATH.fullmatch(one)}
    assert paths and sorted(one for one in paths if not (ROOT / one).exists()) == []
    spoken = {(path, word) for path, word in NAMED.findall(text) if path.endswith(".py")}
    assert sorted((p, w) for p, w in spoken if w.split(".")[-1] not in (ROOT / p).read_text("utf-8")) == []
    verbs = {one for found in CODE.findall(text) for one in VERB.findall(found)}
    assert sorted(one for one in verbs if f'"{one}": {one},' not in (ROOT / "build/tasks.py").read_text("utf-8")) == []


def test_the_door_opens_into_the_window_only_and_nothing_leans_on_tests_or_build() -> None:
    assert not tops(ROOT / "main.py") & {"models", "forms", "PySide6", *PAPER}
    rooms = [ROOT / "main.py", *(path for room in ABOVE for path in modules(room))]
    assert [str(path) for path in rooms if tops(path) & {"tests", "build", "tasks", "system"}] == []


def test_only_the_store_knows_sql() -> None:
    rooms = [path for room in ABOVE for path in modules(room)]
    outside = [path for path in rooms if tops(path) & {"sqlite3", "sqlite_utils"}]
    assert [str(path) for path in outside if ROOT / "models/store" not in path.parents] == []


def test_only_forms_knows_file_formats() -> None:
    rooms = [path for room in ("models", "ui") for path in modules(room)]
    assert [str(path) for path in rooms if tops(path) & PAPER] == []
    assert [str(path) for path in modules("models") if "pypdfium2" in tops(path)] == []


def test_only_the_window_knows_qt() -> None:
    paths = [*modules("models"), *modules("forms"), *(ROOT / "ui").glob("cli*.py"), ROOT / "ui/basics/folders.py"]
    assert [str(path) for path in paths if "PySide6" in tops(path)] == []


def test_everything_lies_where_it_belongs(kept_files: list[Path]) -> None:
    assert {path.relative_to(ROOT).parts[0] for path in kept_files} - TOP == set()
    assert not (ROOT / "build/__init__.py").exists()
    assert list((ROOT / "resources").rglob("*.py")) == []
    for room in ABOVE:
        assert ast.get_docstring(parsed(ROOT / room / "__init__.py"))


def loaded(code: str) -> set[str]:
    script = (
        f"{code}\nimport sys\nprint(' '.join(sorted({{n.partition('.')[0] for n in sys.modules}})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_models_load_neither_qt_nor_any_file_format() -> None:
    inner = [path.relative_to(ROOT).with_suffix("") for path in modules("models") if path.name != "__init__.py"]
    names = ["models", *(".".join(path.parts) for path in inner)]
    assert not loaded("\n".join(f"import {name}" for name in names)) & (PAPER | {"PySide6", "sqlite_utils"})


@pytest.mark.parametrize("words", [["--help"], ["plan", "check"]])
def test_a_plain_command_loads_neither_qt_nor_any_file_format(words: list[str]) -> None:
    code = f"import main, contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()): main.main({words!r})"
    assert not loaded(code) & (PAPER | {"PySide6", "sqlite_utils"})


def test_what_opens_a_workbook_loads_no_reader_of_pdfs_and_no_store() -> None:
    heavy = {"asyncio", "http", "openpyxl", "pyhanko", "pypdfium2_raw", "reportlab", "sqlite3"}
    assert not loaded("import forms.guards.worker, forms.opening.apart") & heavy
