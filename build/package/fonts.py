"""Typefaces that come with the Windows program, for a PC that lacks Chinese ones: made at build time, never kept here.

`fonts.py OUT` cuts open typefaces (OFL) of this machine down to the characters of GB 2312 and of our own texts, turns
their outlines into TrueType's, which PDFs of ours embed, and gives them names of their own, as their licence asks of a
changed typeface; the licences lie beside them. 仿宋 is left to Windows: no open one of good quality is packaged.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

HOUSE = Path(__file__).resolve().parents[2]
ERROR = 1.0  # of 1000 units of the square: how far a changed outline may lie from the drawn one
SIGNS = "²³µ·×÷–—‘’“”…‰℃≈≠≤≥→↑↓☐☑✓✔✕㎡㎥〔〕①②③④⑤⑥⑦⑧⑨⑩"
PACKAGES = ("fonts-noto-cjk", "fonts-lxgw-wenkai")
NAMES = {1: "{family}", 2: "Regular", 3: "{family} 1.0", 4: "{family}", 6: "{postscript}"}
KEPT_NAMES = (0, 13, 14)  # whose it is, and under which licence


class Source(NamedTuple):
    """A typeface of this machine: where it lies, and what it is called inside a collection."""

    path: Path
    name: str


_NOTO = Path("/usr/share/fonts/opentype/noto")
SOURCES = {
    "tanbao-song.ttf": Source(_NOTO / "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    "tanbao-biao.ttf": Source(_NOTO / "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    "tanbao-hei.ttf": Source(_NOTO / "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    "tanbao-kai.ttf": Source(Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"), "LXGW WenKai"),
}


def wanted() -> frozenset[str]:
    """Return the characters to keep: GB 2312, Latin-1, common signs and whatever our own texts and plans hold."""
    found = {*SIGNS, *map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100))}
    for first in range(0xA1, 0xF8):
        found |= set(bytes(n for second in range(0xA1, 0xFF) for n in (first, second)).decode("gb2312", "ignore"))
    for path in (HOUSE / "resources").rglob("*.toml"):
        found |= set(path.read_text("utf-8"))
    return frozenset(found)


def cut(source: Source, characters: frozenset[str], out: Path) -> None:
    """Write a typeface of some characters, with TrueType outlines, under the name of the file it is written to."""
    font = _opened(source)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, recalc_timestamp=False)
    options.name_IDs = list(KEPT_NAMES)
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=map(ord, characters))
    cutter.subset(font)
    if "CFF " in font:
        _to_truetype(font)
    _rename(font, out.stem)
    font["head"].modified = font["head"].created
    font.save(out)


def _opened(source: Source) -> Any:  # noqa: ANN401 - fontTools is not typed
    if source.path.suffix != ".ttc":
        return TTFont(source.path, recalcTimestamp=False)
    fonts = TTCollection(source.path, lazy=True).fonts
    found = next(font for font in fonts if source.name in {str(one) for one in font["name"].names})
    found.recalcTimestamp = False
    return found


def _to_truetype(font: Any) -> None:  # noqa: ANN401
    """Draw every glyph's cubic curves anew as quadratic ones."""
    drawn, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    outlines = font["glyf"] = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    measures = font["hmtx"].metrics
    for name, glyph in glyphs.items():
        if glyph.numberOfContours:
            glyph.recalcBounds(outlines)
            measures[name] = (measures[name][0], glyph.xMin)
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for limit in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"):
        setattr(limits, limit, 0)
    limits.maxSizeOfInstructions = limits.maxComponentElements = 0
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def _rename(font: Any, stem: str) -> None:  # noqa: ANN401
    """Call it by a name of ours: a changed typeface may not bear the reserved name of the one it was made of."""
    family = f"TanBao {stem.rpartition('-')[2].title()}"
    font["name"].names = [one for one in font["name"].names if one.nameID in KEPT_NAMES]
    for number, text in NAMES.items():
        said = text.format(family=family, postscript=family.replace(" ", ""))
        font["name"].setName(said, number, 3, 1, 0x409)


def licences() -> Iterator[Path]:
    """Yield the licence texts of the packages the typefaces are of."""
    yield from (Path("/usr/share/doc") / name / "copyright" for name in PACKAGES)


def main(out: Path) -> None:
    """Write the typefaces and their licences into a folder, all of them or none."""
    lacking = [str(source.path) for source in SOURCES.values() if not source.path.is_file()]
    if lacking:
        sys.exit(f"缺少字体 / missing typefaces: {' '.join(lacking)} ({' '.join(PACKAGES)})")
    out.mkdir(parents=True, exist_ok=True)
    for name, source in SOURCES.items():
        cut(source, wanted(), out / name)
        print(f"{name}: {(out / name).stat().st_size / 1e6:.1f} MB")
    for path in licences():
        shutil.copyfile(path, out / f"{path.parent.name}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
