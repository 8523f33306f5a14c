"""Self-test of an installed program: everything it needs is there and works, told in a JSON file.

`--selftest FILE` never relies on a console. It loads every module, plays the chain with one unit in a folder that is
thrown away (keys, store, pack, sealed return, receiving, summary), draws both desks and looks at the fonts.
"""

import importlib
import json
import os
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from models.basics.resources import RESOURCES
from models.basics.version import VERSION, build

LIBRARIES = (
    "asn1crypto", "cryptography", "docx", "lxml.etree", "openpyxl", "pkcs11", "pyhanko.sign", "pypdfium2",
    "python_calamine", "reportlab", "sqlite_utils", "xlsxwriter",
)  # fmt: skip
WANTED_LATER = ("PySide6", "multiprocessing")  # no process needs them before its first line, most never
EARLY = [name for name in WANTED_LATER if name in sys.modules]
Part = Callable[[Path], object]


def run(out: Path) -> int:
    """Try every part, write the answer, return 0 when all of them work, else 3.

    Without a screen the desks are drawn on Qt's own one in memory.
    """
    from ui.window.app import has_display

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    parts = {}
    for name, part in PARTS.items():
        with tempfile.TemporaryDirectory(prefix="tanbao-", ignore_cleanup_errors=True) as folder:
            parts[name] = _tried(part, Path(folder))
    whole = all(one["ok"] for one in parts.values())
    answer = {"ok": whole, "version": VERSION, "build": build(), "python": sys.version.split()[0], "parts": parts}
    out.write_text(json.dumps(answer, ensure_ascii=False, indent=1), "utf-8")
    return 0 if whole else 3


def _tried(part: Part, folder: Path) -> Mapping[str, object]:
    try:
        return {"ok": True, "found": part(folder)}
    except Exception as error:  # noqa: BLE001 - whatever fails is the answer
        return {
            "ok": False,
            "found": f"{type(error).__name__}: {error}",
            "at": traceback.format_tb(error.__traceback__),
        }


def _start(_: Path) -> object:
    """See that what packs the program has nothing loaded that every process would pay for."""
    if EARLY:
        raise ValueError(EARLY)
    return len(WANTED_LATER)


def _modules(_: Path) -> object:
    """Load every module of the program and every library it uses, most of which are otherwise loaded when needed."""
    for name in LIBRARIES:
        importlib.import_module(name)
    names = []
    for room in ("models", "forms", "ui"):
        package = importlib.import_module(room)
        names += [found.name for found in pkgutil.walk_packages(package.__path__, f"{room}.")]
    for name in names:
        importlib.import_module(name)
    return len(names)


def _resources(_: Path) -> object:
    from models.basics.messages import say
    from models.plan.load import SHIPPED, load_plan

    if not say("window.title"):
        raise ValueError("no messages")
    kinds = {kind: len(list((RESOURCES / kind).rglob("*.*"))) for kind in ("messages", "plans", "icons", "guide")}
    if not all(kinds.values()):
        raise ValueError(kinds)
    return {"plan": load_plan(SHIPPED).id, **kinds}


def _fonts(_: Path) -> object:
    from forms.page.font_files import Face, font_file
    from forms.page.fonts import characters

    files = {face.name: font_file(face).path.name for face in Face}
    lacking = [
        face for face in (Face.SONG, Face.HEI, Face.KAI) if not {ord(one) for one in "汇总填报"} <= characters(face)
    ]
    if lacking:
        raise ValueError(lacking)
    return files


def _chain(folder: Path) -> object:
    """Found an office, enrol a unit, file its sealed return as PDF and workbook, receive it, sum up.

    What is received is read by another process: the packaged program, started once more.
    """
    from forms.demo.demo import play
    from forms.guards.worker import shared_worker

    unit = _some_unit()
    played = play(folder / "demo", 1, lambda done, of: None, only=(unit,))
    if len(played.roster.received) != 1:
        raise ValueError("the return was not received")
    if not shared_worker().is_running:
        raise ValueError("the process that reads files was not there")
    return sorted({path.suffix for path in (folder / "demo").rglob("*.*") if path.is_file()})


def _some_unit() -> str:
    from models.plan.load import SHIPPED, load_plan

    return load_plan(SHIPPED).filing_units[0].id


def _unit_desk(folder: Path) -> object:
    from ui.session.trial_workspace import make_trial

    make_trial(folder / "unit", _some_unit()).store.close()
    return _drawn(folder / "unit", "desk")


def _office_desk(folder: Path) -> object:
    import secrets

    from forms.demo.chain import ROUNDS
    from forms.office.office import create_office
    from forms.seals.keys import keys

    with keys.signer_cache(rounds=ROUNDS):
        office, _ = create_office(folder / "office", None, None, secrets.token_urlsafe(16))
    office.close()
    return _drawn(folder / "office", "office")


def _drawn(workspace: Path, desk: str) -> object:
    """Open a workspace in the window and draw its desk, which the window keeps under that name."""
    from ui.basics.window_settings import WindowMemory
    from ui.look.theme import apply_theme
    from ui.window.app import application
    from ui.window.main_window import MainWindow

    app = application()
    apply_theme(app, dark=False)
    settings = workspace.with_name("settings.ini")
    window = MainWindow(workspace, WindowMemory(settings))
    window.show()
    if getattr(window, desk) is None:
        raise ValueError(f"no {desk}")
    app.processEvents()
    image = window.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    window.close()
    if len(colours) < 8:
        raise ValueError(f"an empty window of {len(colours)} colours")
    return {"size": [image.width(), image.height()], "colours": len(colours), "platform": app.platformName()}


PARTS: Mapping[str, Part] = {
    "start": _start,
    "modules": _modules,
    "resources": _resources,
    "fonts": _fonts,
    "chain": _chain,
    "desk of a unit": _unit_desk,
    "desk of an office": _office_desk,
}
