"""House: what the rooms say of themselves, written where people read it — README's table, the diagrams of the
architecture page. Standard library only.

    python3 build/tasks.py house            write both anew
    python3 build/tasks.py house --check    exit code 1 when one of them is out of date

The order of the rooms stands in tests/rooms.txt, what each is for in its `__init__.py`, who uses whom in the imports
(inside functions and for types too). A diagram shows an arrow only where none goes the longer way round: what a room
reaches through another one it is drawn to is left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README, PAGE = ROOT / "README.md", ROOT / "build/architecture.md"
TOPS = ("models", "forms", "ui")
HEAD = "| room | what for |\n|---|---|\n"
TABLE = re.compile(re.escape(HEAD) + r"(?:\| `[^\n]*\n)*")
DRAWN = re.compile(r"(<!-- (\w+): drawn by build/house.py -->\n).*?(<!-- end -->)", re.DOTALL)

Arrows = Mapping[str, set[str]]  # room → rooms it imports from


def rooms() -> list[str]:
    """Return every room, the lowest first."""
    return (ROOT / "tests/rooms.txt").read_text("utf-8").split()


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def purpose(room: str) -> str:
    """Return what a room is for, in its own words."""
    said = ast.get_docstring(parsed(ROOT / room / "__init__.py")) or ""
    return said.partition("\n")[0].partition(": ")[2]


def table(order: Sequence[str]) -> str:
    """Return README's table of the rooms."""
    return HEAD + "".join(f"| `{room}` | {purpose(room)} |\n" for room in order)


def arrows(order: Sequence[str]) -> dict[str, set[str]]:
    """Return which rooms each room imports from, by the text of its modules."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for room in order for path in _files(room)}
    found: dict[str, set[str]] = {}
    for room in order:
        named = {name for path in _files(room) for name in _imported(path)}
        reached = {_room_of(name, modules) for name in named if name.partition(".")[0] in TOPS}
        found[room] = {one for one in reached if one in order} - {room}
    return found


def _files(room: str) -> list[Path]:
    return sorted((ROOT / room).glob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room_of(name: str, modules: set[str]) -> str:
    """Return the room of what is imported: `models.plan.load.load_plan` → models/plan."""
    parts = name.split(".")
    while parts and ".".join(parts) not in modules and not (ROOT / "/".join(parts) / "__init__.py").is_file():
        parts.pop()
    is_room = bool(parts) and (ROOT / "/".join(parts) / "__init__.py").is_file()
    return "/".join(parts if is_room else parts[:-1])


def reduced(found: Arrows) -> dict[str, set[str]]:
    """Return the arrows without those that a longer way replaces; there is no circle."""
    below: dict[str, set[str]] = {}

    def reach(room: str) -> set[str]:
        if room not in below:
            below[room] = set().union(*({one} | reach(one) for one in found[room])) if found[room] else set()
        return below[room]

    for room in found:
        reach(room)
    return {room: {one for one in to if not any(one in below[other] for other in to)} for room, to in found.items()}


def diagram(top: str, found: Arrows) -> str:
    """Return the rooms of `models`, `forms` or `ui` as a Mermaid drawing, those above at the top."""
    own = {room: {one for one in to if one.split("/")[0] == top} for room, to in found.items() if _is_of(room, top)}
    lines = [f"    {_id(room)}[{room.removeprefix(f'{top}/')}]" for room in own]
    lines += [f"    {_id(room)} --> {_id(one)}" for room, to in reduced(own).items() for one in sorted(to)]
    return "\n".join(("```mermaid", "flowchart TB", *lines, "```", ""))


def whole(found: Arrows) -> str:
    """Return the three large rooms as a Mermaid drawing, each arrow with the number of imports between rooms."""
    lines = [f"    {top}[{top}<br>{sum(_is_of(room, top) for room in found)} rooms]" for top in TOPS]
    lines += ["    main[main.py] --> ui"]
    for above in TOPS:
        for below in TOPS:
            count = sum(_is_of(one, below) for room in found if _is_of(room, above) for one in found[room])
            if count and above != below:
                lines.append(f"    {above} -- {count} --> {below}")
    return "\n".join(("```mermaid", "flowchart TB", *lines, "```", ""))


def _is_of(room: str, top: str) -> bool:
    return room.split("/")[0] == top


def _id(room: str) -> str:
    return room.replace("/", "_")


def page_now(text: str) -> str:
    """Return the architecture page with its drawings as the imports are now."""
    found = arrows(rooms())
    return DRAWN.sub(lambda at: at[1] + (whole(found) if at[2] == "house" else diagram(at[2], found)) + at[3], text)


def readme_now(text: str) -> str:
    """Return README with its table as the rooms are now."""
    made = table(rooms())
    return TABLE.sub(lambda _: made, text)


def main(words: Sequence[str]) -> int:
    """Write both files anew, or with `--check` only say which is out of date."""
    late = []
    for path, now in ((README, readme_now), (PAGE, page_now)):
        text = path.read_text("utf-8")
        if (made := now(text)) != text:
            late.append(path.name)
            if "--check" not in words:
                path.write_text(made, "utf-8")
    for name in late:
        print(f"[house] {name} {'is out of date' if '--check' in words else 'written anew'}", file=sys.stderr)
    return 1 if late and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
