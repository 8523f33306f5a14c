"""Golden pages: how much ink lies where on each page of a paper, as text that a person can read and compare.

A page is cut into squares of 5 mm; each is a figure from 0 (white) to 9. Kept in tests/golden/pages, one file a paper (`returns/draft`);
`pytest --remake-golden` writes them anew, and the change is looked at like any other. Keys, digests and their barcodes
differ in every run: a few squares may differ, a line that moved may not.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from forms.page.font_files import Face, font_file
from forms.page.preview import page_picture, page_sizes

PLACE = Path(__file__).resolve().parent / "pages"
SQUARE = 72 / 25.4 * 5  # points
DOTS = 8  # pixels along the side of a square
FACES = ("uming.ttc", "wqy-microhei.ttc", "LXGWWenKai-Regular.ttf")  # what `tasks.py test` installs, drawn with these
NEAR, ODD = 1, 0.02  # a figure may be off by so much, and this share of a page's squares by more


def is_drawn_alike() -> bool:
    """True when this machine draws with the typefaces that the golden pages were drawn with."""
    return tuple(font_file(face).path.name for face in (Face.SONG, Face.HEI, Face.KAI)) == FACES


def inked(paper: Path) -> list[list[str]]:
    """Return the squares of every page, a text for each row of them."""
    return [list(_rows(paper, number)) for number in range(len(page_sizes(paper)))]


def _rows(paper: Path, number: int) -> Iterator[str]:
    wide, high = (round(side / SQUARE) for side in page_sizes(paper)[number])
    drawn = page_picture(paper, number, wide * DOTS)
    whole = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.content, "raw", "RGB", drawn.stride, 1)
    small = whole.convert("L").resize((wide, high), Image.Resampling.BOX)
    dark = [min(9, (255 - light) * 10 // 160) for light in small.tobytes()]
    for row in range(high):
        yield "".join(map(str, dark[row * wide : (row + 1) * wide]))


def compare(paper: Path, name: str, *, remake: bool) -> list[str]:
    """Return what differs from the golden pages of that name, a line for each page; writes them when asked to."""
    kept, found = PLACE / f"{name}.txt", inked(paper)
    if remake:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text("\n\n".join("\n".join(page) for page in found) + "\n", "ascii")
    golden = [page.split("\n") for page in kept.read_text("ascii").rstrip("\n").split("\n\n")]
    if len(golden) != len(found):
        return [f"{name}: {len(found)} pages, were {len(golden)}"]
    told = (different(one, other) for one, other in zip(golden, found, strict=True))
    return [f"{name}, page {number}: {words}" for number, words in enumerate(told, 1) if words]


def looks_as_before(paper: Path, name: str, request: pytest.FixtureRequest) -> bool:
    """True for a paper whose pages are the golden ones, or on a machine with other typefaces; else says what differs."""
    told = compare(paper, name, remake=request.config.getoption("--remake-golden")) if is_drawn_alike() else []
    assert told == []
    return True


def different(golden: list[str], found: list[str]) -> str:
    """Say how a page differs from the golden one; nothing where it looks alike."""
    if [len(row) for row in golden] != [len(row) for row in found]:
        return "another size"
    pairs = [(a, b) for one, other in zip(golden, found, strict=True) for a, b in zip(one, other, strict=True)]
    odd = sum(abs(int(a) - int(b)) > NEAR for a, b in pairs)
    return f"{odd} of {len(pairs)} squares differ" if odd > ODD * len(pairs) else ""
