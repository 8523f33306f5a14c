"""Pictures: what the program looks like, made anew by the program itself — `python3 build/tasks.py pictures [FOLDER]`.

Without a folder the small pictures of README.md and of the guide are made, in resources/pictures/. With one, every
screen at 100 % and 150 % and every page of some papers of a demonstration are drawn there, to be looked at before a
release.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from operator import sub
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "resources" / "pictures"
LARGEST = 150_000  # bytes of one picture in the repository
FEW, APART = 64, 8  # colours for the rare ones; how far two colours of a palette lie apart at least
SCALES = ("1", "1.5")
SCREEN = {"name": "pictures", "x": 0, "y": 0, "width": 2880, "height": 1800, "logicalDpi": 96, "dpr": 1}
OFFICE = "汇总单位"
OFFICE_PAGES = (
    "today",
    "roster",
    "review",
    "differences",
    "rulings",
    "summary",
    "notices",
    "settings",
    "audit",
    "plan",
)  # with a picture in the guide
Box = tuple[float, float, float, float]  # of a picture: left, top, right, bottom, in parts of its width and height
WHOLE: Box = (0, 0, 1, 1)
MIDDLE: Box = (0.131, 0.064, 1, 0.74)  # of a desk: without navigation and bars
OF_COVER: Box = (0.11, 0.045, 0.96, 0.93)  # without the margins of the page
OF_SUMMARY: Box = (0.062, 0.455, 0.806, 0.875)  # the targets, without the remarks
COVER, SUMMARY = "报表/610922_*_第1版_??????.pdf", "汇总/*.pdf"
PAPERS = (COVER, "报表/M03_*.pdf", SUMMARY, "任务包/*.pdf", "登记证/M03_*.pdf", "回执/*.pdf")


def main(words: list[str]) -> int:
    """Make the pictures and return the exit code."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(words[0]).absolute() if words else Path(place) / "pictures"
        demo = Path(place) / "demo"
        subprocess.run(
            [sys.executable, "main.py", "demo", "--out", str(demo)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        for scale in SCALES if words else SCALES[1:]:
            percent = int(float(scale) * 100)
            _draw("ui.pictures.pictures", scale, out / f"screens-{percent}")
            _draw("ui.pictures.office_pictures", scale, demo / OFFICE, out / f"screens-{percent}")
            _draw("ui.pictures.guide_pictures", scale, out / f"guide-{percent}")
        if words:
            _papers(demo, out / "papers")
        else:
            for path in sorted((out / "guide-150").rglob("*.png")):
                _keep(f"guide/{path.parent.name}/{path.name}", path.read_bytes())
            for name in OFFICE_PAGES:
                _keep(f"guide/office/{name}.png", (out / "screens-150" / f"guide-{name}.png").read_bytes(), 1400)
            _keep("unit-desk.png", (out / "screens-150" / "table.png").read_bytes(), 1440)
            _keep("findings.png", (out / "screens-150" / "findings.png").read_bytes(), 1440, MIDDLE)
            _keep("office-desk.png", (out / "screens-150" / "office-summary.png").read_bytes(), 1440)
            _keep("return-cover.png", _page(next(demo.glob(COVER)), 0), 720, OF_COVER)
            _keep("summary.png", _page(next(demo.glob(SUMMARY)), 0), 1440, OF_SUMMARY)
    return 0


def _draw(module: str, scale: str, *words: Path) -> None:
    """Let a module draw, in a process of its own for each scale, on a screen in memory that has room for it."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as screen:
        json.dump({"screens": [SCREEN]}, screen)
        screen.flush()
        settings = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen.name}", "QT_SCALE_FACTOR": scale}
        command = [sys.executable, "-m", module, *map(str, words)]
        subprocess.run(command, cwd=ROOT, env=settings, check=True)


def _papers(demo: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for path in _found(demo):
        for number in range(_pages(path)):
            (out / f"{path.stem}-{number + 1}.png").write_bytes(_page(path, number, scale=1.5))


def _found(demo: Path) -> Iterator[Path]:
    for pattern in PAPERS:
        yield from sorted(demo.glob(pattern))


def _pages(path: Path) -> int:
    from pypdfium2 import PdfDocument

    with PdfDocument(path) as document:
        return len(document)


def _page(path: Path, number: int, scale: float = 2.5) -> bytes:
    from pypdfium2 import PdfDocument

    out = io.BytesIO()
    with PdfDocument(path) as document:
        document[number].render(scale=scale).to_pil().convert("RGB").save(out, "PNG")
    return out.getvalue()


def _keep(name: str, content: bytes, width: int = 0, part: Box = WHOLE) -> None:
    """Keep a picture or a part of it: made smaller, few colours, and refused when it is still too large.

    Without a width it keeps its own.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    left, top, right, bottom = (round(one * side) for one, side in zip(part, 2 * picture.size, strict=True))
    picture = picture.crop((left, top, right, bottom))
    width = width or picture.width
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(palette=_palette(small), dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    if len(out.getvalue()) > LARGEST:
        raise SystemExit(f"{name}: {len(out.getvalue())} > {LARGEST}")
    (KEPT / name).parent.mkdir(parents=True, exist_ok=True)
    (KEPT / name).write_bytes(out.getvalue())
    print(f"{KEPT.relative_to(ROOT) / name}  {len(out.getvalue()) // 1000} KB")


def _palette(picture: Any) -> Any:  # noqa: ANN401 - Pillow's picture
    """Return a palette with the grounds exactly as they are and every small mark in about its own colour."""
    from PIL import Image

    kept: list[tuple[int, ...]] = []
    frequent = [colour for _, colour in sorted(picture.getcolors(picture.width * picture.height), reverse=True)]
    rare = picture.quantize(FEW, method=Image.Quantize.MAXCOVERAGE).getpalette()
    for colour in [*frequent[: 8 * FEW], *(tuple(rare[n : n + 3]) for n in range(0, len(rare), 3))]:
        if len(kept) < 256 and all(max(map(abs, map(sub, colour, other))) >= APART for other in kept):
            kept.append(colour)
    found = Image.new("P", (1, 1))
    found.putpalette([part for colour in kept for part in colour])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
