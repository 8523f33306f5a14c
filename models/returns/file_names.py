"""Evidence names: what a file that is attached may be called on every system, and which kinds are never taken.

A name comes from anybody's disk and travels to the office; it is cleaned before it is kept, and is never used as a
path. Knows names only; what is inside a file is judged by `forms.opening.evidence`.
"""

import os
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from models.basics.messages import say

LONGEST = 160  # bytes of UTF-8: room for a number in front, below every file system's 255
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # control, direction marks, halves of a pair
_TURNING = re.compile("[\0\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LOCK = re.compile(r"\.~lock\.(.+)#|(?:~\$|\.~)(.+)", re.DOTALL)
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{one}{n}" for one in ("com", "lpt") for n in "123456789¹²³"))
)
PROGRAMS = frozenset((
    "ade", "adp", "apk", "app", "appimage", "appx", "bas", "bat", "bin", "cab", "chm", "cmd", "com", "cpl", "crt",
    "deb", "desktop", "dll", "dmg", "docm", "dotm", "exe", "gadget", "hlp", "hta", "htm", "html", "img", "inf",
    "ins", "iso", "jar", "js", "jse", "jsp", "ksh", "lib", "lnk", "mht", "mhtml", "mobileconfig", "msc", "msh",
    "msi", "msp", "mst", "ocx", "php", "pif", "potm", "ppam", "ppsm", "pptm", "prg", "ps1", "ps2", "psc1", "psm1",
    "py", "pyc", "pyw", "rb", "reg", "rpm", "run", "scf", "scr", "sct", "sh", "shb", "shs", "so", "svg", "swf",
    "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd", "website", "ws", "wsc", "wsf", "wsh", "xbap", "xht",
    "xhtml", "xlam", "xll", "xlsb", "xlsm", "xltm",
))  # fmt: skip


def clean_name(name: str) -> str:
    """Return a file's own name as it may be kept: no folders, nothing invisible, nothing that a system forbids.

    What is left of a name that was nothing but that is the word for evidence.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if ch.isspace() else ch for ch in last if unicodedata.category(ch) not in _HIDDEN)
    whole = _FORBIDDEN.sub("_", " ".join(seen.split())).strip(" .") or say("evidence.nameless")
    stem, dot, ending = whole.rpartition(".")
    if not dot or len(ending) > 10 or not stem.strip(" ."):
        stem, dot, ending = whole, "", ""
    if stem.partition(".")[0].strip().casefold() in _DEVICES:
        stem = f"_{stem}"
    room = LONGEST - len(f"{dot}{ending}".encode())
    return f"{_shortened(stem, room)}{dot}{ending}"


def readable_name(path: Path, *, whole: bool = False) -> str:
    """Return a file's name as people can read it; with its folders when `whole`.

    A name that is no UTF-8 (out of a zip made in Windows, on another system) is read as GBK, else its odd bytes become
    question marks; so do signs that turn the direction of writing, by which fdp.exe reads as exe.pdf. It is never used
    to open the file.
    """
    text = str(path.absolute()) if whole else path.name
    raw = os.fsencode(text) if "\0" not in text else text.encode("utf-8", "replace")
    for coding in ("utf-8", "gb18030"):
        try:
            return _TURNING.sub("\ufffd", raw.decode(coding))
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _shortened(text: str, room: int) -> str:
    return text.encode()[:room].decode(errors="ignore").rstrip(" .")


def unique_name(name: str, taken: Collection[str]) -> str:
    """Return a name that is none of the taken ones, whatever their case: 合同.pdf, 合同(2).pdf …"""
    known = {one.casefold() for one in taken}
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    number, found = 1, name
    while found.casefold() in known:
        number += 1
        mark = f"({number})"
        found = f"{_shortened(stem, LONGEST - len(f'{mark}{dot}{ending}'.encode()))}{mark}{dot}{ending}"
    return found


def locked_by(name: str) -> str | None:
    """Return the name of the file that a lock was left for, None for the name of no lock.

    Excel, Word and WPS leave one beside a file while they have it open, ~$报表.xlsx, LibreOffice .~lock.报表.xlsx#.
    Word writes its two signs over the first two of a long name.
    """
    found = _LOCK.fullmatch(name)
    return None if found is None else found[1] or found[2]


def is_program(name: str) -> bool:
    """True when a cleaned name is that of a program, a script, a shortcut or a document with macros."""
    _, dot, ending = name.rpartition(".")
    return bool(dot) and ending.casefold() in PROGRAMS
