"""Font files: which file of this machine stands for each role on paper — 小标宋, 仿宋, 楷体, 黑体, 宋体.

A role is looked for in this order: what the person chose, what is installed (on Windows by its name in the registry,
elsewhere by its file name), what came with the program in a folder of its own. A typeface of another kind that has to
stand in is known as such, and the paper says so. A typeface whose 、。 stand in the middle of the square (as in Taiwan)
is taken only when no better one of its role is there.
"""

import json
import os
import re
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from enum import StrEnum
from functools import cache, wraps
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from models.basics.errors import AppError, MachineError
from models.basics.records import dataclass
from models.basics.resources import PERSON, RESOURCES


class Face(StrEnum):
    """A role on paper; the value is the name reportlab knows it by."""

    SONG = "TanbaoSong"  # 宋体: body and tables
    HEI = "TanbaoHei"  # 黑体: headings, marks
    KAI = "TanbaoKai"  # 楷体: remarks, states
    FANG = "TanbaoFang"  # 仿宋: the body of an official document
    BIAO = "TanbaoBiao"  # 小标宋: the title of an official document
    SIGNS = "TanbaoSigns"  # last resort for single signs


ROLES = {"宋体": Face.SONG, "黑体": Face.HEI, "楷体": Face.KAI, "仿宋": Face.FANG, "小标宋": Face.BIAO}
NAME_OF = {face: role for role, face in ROLES.items()}
MIDDLE = 0.42  # of the square: a 。 whose middle lies further right was drawn for the middle
BUNDLED = RESOURCES / "fonts"
_BEYOND = re.compile("<([0-9A-F]{5,6})>")

_WQY = ("wqy-microhei.ttc", "wqy-zenhei.ttc")

# File names, and names in the Windows registry, of the typefaces of each role. The first found is used.
_OWN: Mapping[Face, tuple[str, ...]] = {
    Face.SONG: ("simsun.ttc", "NotoSerifSC-Regular.ttf", "STSONG.TTF", "tanbao-song.ttf", "uming.ttc"),
    Face.HEI: ("simhei.ttf", "msyh.ttc", "NotoSansSC-Regular.ttf", "tanbao-hei.ttf", *_WQY),
    Face.KAI: ("楷体_GB2312", "simkai.ttf", "STKAITI.TTF", "LXGWWenKai-Regular.ttf", "tanbao-kai.ttf", "ukai.ttc"),
    Face.FANG: ("仿宋_GB2312", "FangSong_GB2312.ttf", "simfang.ttf", "STFANGSO.TTF", "FandolFang-Regular.ttf"),
    Face.BIAO: ("方正小标宋简体", "方正小标宋_GBK", "FZXBSJW.TTF", "FZXBSK.TTF", "FZXBSJW--GB1-0.ttf"),
    Face.SIGNS: ("msyh.ttc", "seguisym.ttf", "LXGWWenKai-Regular.ttf", "DejaVuSans.ttf", "arial.ttf"),
}
_BOLD_SONG = ("STZHONGS.TTF", "NotoSerifSC-Bold.ttf", "tanbao-biao.ttf")  # 中宋 and bold 宋体, the nearest to 小标宋
_IN_PLACE: Mapping[Face, tuple[str, ...]] = {
    Face.SONG: (*_OWN[Face.HEI], *_OWN[Face.KAI]),
    Face.HEI: (*_OWN[Face.SONG], *_OWN[Face.KAI]),
    Face.KAI: (*_OWN[Face.SONG], *_OWN[Face.HEI]),
    Face.FANG: (*_OWN[Face.KAI], *_OWN[Face.SONG], *_OWN[Face.HEI]),
    Face.BIAO: (*_BOLD_SONG, *_OWN[Face.HEI], *_OWN[Face.SONG], *_OWN[Face.KAI]),
    Face.SIGNS: (*_OWN[Face.HEI], *_OWN[Face.SONG]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """The file that stands for a role. `own`: it is a typeface of that role, or the person's choice."""

    path: Path
    own: bool
    chosen: bool = False


def _choices_file() -> Path | None:
    return PERSON.folder / "fonts.json" if PERSON.folder else None


def chosen_fonts() -> dict[Face, Path]:
    """Return what this person chose and is still there; a file that cannot be read chooses nothing."""
    file = _choices_file()
    if file is None:
        return {}
    with suppress(OSError, ValueError, AttributeError):
        said = json.loads(file.read_text("utf-8"))
        found = {ROLES[role]: Path(str(path)) for role, path in said.items() if role in ROLES}
        return {face: path for face, path in found.items() if path.is_file()}
    return {}


def choose_font(face: Face, path: Path | None) -> None:
    """Choose a file for a role, kept among the person's settings; None goes back to what is installed.

    Raises AppError("font_unusable") when its outlines cannot be put into a PDF; OSError.
    """
    file = _choices_file()
    if file is None:
        raise RuntimeError("no place for choices")
    if path is not None and not _usable(path):
        raise AppError("font_unusable", 文件=path.name)
    kept = chosen_fonts()
    kept.pop(face, None)
    if path is not None:
        kept[face] = path.absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    said = {NAME_OF[one]: str(where) for one, where in kept.items()}
    file.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    font_file.cache_clear()


def _usable(path: Path) -> bool:
    try:
        return bool(open_font("tanbao-try", path).face.charToGlyph)
    except Exception:  # noqa: BLE001 - reportlab's reader raises anything for a file that is no font
        return False


def open_font(name: str, path: Path) -> Any:  # noqa: ANN401 - reportlab's font object
    """Open a font file under a name; of a collection its first font. The file is parsed once for all its names."""
    font = copy(_parsed(path))
    font.fontName, font.state = name, WeakKeyDictionary()  # the subsets of each document
    return font


@cache
def _parsed(path: Path) -> Any:  # noqa: ANN401 - reportlab's font object
    from reportlab.pdfbase import ttfonts

    if not hasattr(ttfonts.makeToUnicodeCMap, "__wrapped__"):
        ttfonts.makeToUnicodeCMap = _with_pairs(ttfonts.makeToUnicodeCMap)
    font = ttfonts.TTFont(path.stem, str(path), subfontIndex=0)
    font.face.get_table = cache(font.face.get_table)  # else all outlines are copied for each subset
    return font


def _with_pairs(table_of: Callable[..., str]) -> Callable[..., str]:
    """Have the table that says which sign a code means say 𠮷 in UTF-16: `<20BB7>` is read as U+20BB, another sign."""

    @wraps(table_of)
    def table(*about: object) -> str:
        return _BEYOND.sub(_as_pair, table_of(*about))

    return table


def _as_pair(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def font_file(face: Face) -> FontFile:
    """Return the file that stands for a face. Raises MachineError("no_chinese_font") when the machine has none."""
    chosen = chosen_fonts().get(face)
    if chosen is not None:
        return FontFile(path=chosen, own=True, chosen=True)
    own = [path for name in _OWN[face] if (path := _found(name))]
    if own:
        well = (path for path in own if len(own) == 1 or is_well_set(path))
        return FontFile(path=next(well, own[0]), own=True)
    path = next((path for name in _IN_PLACE[face] if (path := _found(name))), None)
    if path is None:
        raise MachineError("no_chinese_font")
    return FontFile(path=path, own=face is Face.SIGNS)


def installed_typefaces() -> tuple[Path, ...]:
    """Return every file here that pages may be drawn with, chosen ones first; none is opened for it."""
    known = (*_OWN.values(), *_IN_PLACE.values(), _BOLD_SONG)
    others = (path for names in known for name in names if (path := _found(name)))
    return tuple(dict.fromkeys((*chosen_fonts().values(), *others)))


def stand_ins(faces: Iterator[Face] | frozenset[Face]) -> dict[Face, str]:
    """Return the faces that another kind of typeface stands in for, each with the name of that typeface."""
    order = [face for face in NAME_OF if face in frozenset(faces)]
    return {face: typeface_name(face) for face in order if not font_file(face).own}


def typeface_name(face: Face) -> str:
    """Return what the typeface that stands for a face is called: its Chinese name if it has one."""
    path = font_file(face).path
    return TYPEFACES.get(path.name.lower(), path.stem)


TYPEFACES = {  # by their files, what they are called where they stand in for another
    "simsun.ttc": "宋体", "simhei.ttf": "黑体", "simkai.ttf": "楷体", "simfang.ttf": "仿宋", "msyh.ttc": "微软雅黑",
    "stsong.ttf": "华文宋体", "stzhongs.ttf": "华文中宋", "stkaiti.ttf": "华文楷体", "stfangso.ttf": "华文仿宋",
    "notoserifsc-regular.ttf": "思源宋体", "notoserifsc-bold.ttf": "思源宋体粗体", "notosanssc-regular.ttf": "思源黑体",
    "lxgwwenkai-regular.ttf": "霞鹜文楷", "wqy-microhei.ttc": "文泉驿微米黑", "wqy-zenhei.ttc": "文泉驿正黑",
    "tanbao-song.ttf": "随附宋体", "tanbao-biao.ttf": "随附粗宋体", "tanbao-hei.ttf": "随附黑体",
    "tanbao-kai.ttf": "随附楷体", "uming.ttc": "文鼎明体", "ukai.ttc": "文鼎楷体",
    "fandolfang-regular.ttf": "Fandol仿宋",
}  # fmt: skip


def _found(name: str) -> Path | None:
    return _installed().get(name.lower())


@cache
def _installed() -> dict[str, Path]:
    """File name, and on Windows registered name, in small letters → path; what is installed goes before the bundle."""
    found: dict[str, Path] = {}
    for name, path in _registered():
        found.setdefault(name.lower(), path)
        found.setdefault(path.name.lower(), path)
    for folder in (*_folders(), BUNDLED):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            found.setdefault(path.name.lower(), path)
    return found


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield _windows_fonts()
        yield Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts"
    else:
        yield Path("/usr/share/fonts")
        yield Path.home() / ".local/share/fonts"


def _windows_fonts() -> Path:
    return Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts"


def _registered() -> Iterator[tuple[str, Path]]:
    """Yield the fonts the registry of Windows knows: names as 方正小标宋简体, whatever their files are called."""
    if sys.platform != "win32":
        return
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        with suppress(OSError), winreg.OpenKey(root, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
            for number in range(winreg.QueryInfoKey(key)[1]):
                yield from registry_fonts(*winreg.EnumValue(key, number)[:2], fonts=_windows_fonts())


def registry_fonts(name: str, value: object, fonts: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and path of one line of the registry: "A & B (TrueType)" = file, relative to the font folder."""
    path = fonts / str(value)
    if path.suffix.lower() not in (".ttf", ".ttc") or not path.is_file():
        return
    for part in name.removesuffix(" (TrueType)").split(" & "):
        yield part.strip(), path


@cache
def is_well_set(path: Path) -> bool:
    """True unless the 。 of a font stands in the middle of its square; True too for what cannot be looked at."""
    box = glyph_box(path, "。")
    return box is None or (box[0] + box[1]) / 2 < MIDDLE


def glyph_box(path: Path, character: str) -> tuple[float, float] | None:
    """Return where a character's outline begins and ends from the left, in squares; None for other outlines."""
    try:
        glyph = open_font("tanbao-look", path).face.charToGlyph.get(ord(character))
        return None if not glyph else _box(path.read_bytes(), glyph)
    except Exception:  # noqa: BLE001 - a font that cannot be looked at is judged by nothing
        return None


def _box(font: bytes, glyph: int) -> tuple[float, float]:
    """Read xMin and xMax of a TrueType glyph (tables head, loca and glyf)."""
    start = struct.unpack(">I", font[12:16])[0] if font[:4] == b"ttcf" else 0
    count = struct.unpack(">H", font[start + 4 : start + 6])[0]
    rows = (struct.unpack(">4sIII", font[at : at + 16]) for at in range(start + 12, start + 12 + 16 * count, 16))
    places = {tag: place for tag, _, place, _ in rows}
    head, loca = places[b"head"], places[b"loca"]
    square = struct.unpack(">H", font[head + 18 : head + 20])[0]
    if struct.unpack(">h", font[head + 50 : head + 52])[0]:
        offset = struct.unpack(">I", font[loca + 4 * glyph : loca + 4 * glyph + 4])[0]
    else:
        offset = 2 * struct.unpack(">H", font[loca + 2 * glyph : loca + 2 * glyph + 2])[0]
    left, _, right, _ = struct.unpack(">hhhh", font[places[b"glyf"] + offset + 2 : places[b"glyf"] + offset + 10])
    return left / square, right / square
