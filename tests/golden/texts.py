"""Golden texts: everything that follows from some invented input, line by line, as it is today.

What is right is shown by other tests; these notice that anything at all has changed. Kept in tests/golden/texts, one file
a test (`summary/1-2020Q3`); `pytest --remake-golden` writes them anew, and the change is looked at like any other.
"""

from collections.abc import Iterable
from pathlib import Path

PLACE = Path(__file__).resolve().parent / "texts"


def compare_text(lines: Iterable[str], name: str, *, remake: bool) -> list[str]:
    """Return the lines that are new (+) or gone (-) against the kept file of that name; write it first to `remake`."""
    path, now = PLACE / f"{name}.txt", list(lines)
    if remake:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in now), "utf-8")
    kept = path.read_text("utf-8").splitlines()
    gone, new = [one for one in kept if one not in set(now)], [one for one in now if one not in set(kept)]
    moved = ["the order of the lines"] if not gone and not new and now != kept else []
    return [f"- {one}" for one in gone] + [f"+ {one}" for one in new] + moved
