"""What is loaded and made before a unit's desk is painted: counts, which decide how long a start takes."""

import os
import subprocess
import sys
from pathlib import Path

from forms.demo.tasks import KEY
from models.basics.canonical import json_text
from ui.session.trial_workspace import make_trial

ROOT = Path(__file__).parents[4]
START = """
import enum
import linecache
import re
import sys
from pathlib import Path
compiled, compiling = [], re._compiler.compile
scattered, optimizing = [], re._compiler._optimize_charset
re._compiler.compile = lambda pattern, flags=0: compiled.append(str(pattern)) or compiling(pattern, flags)
def optimized(*said):
    made, cased = optimizing(*said)
    scattered.extend(compiled[-1] for step, *_ in made if step is re._constants.BIGCHARSET)
    return made, cased
re._compiler._optimize_charset = optimized
from ui.start import quick_start
quick_start.begin()
from models.basics import messages
from PySide6.QtCore import QTimer
from ui.window.app import OwnWords, application
from ui.window.main_window import MainWindow
from ui.basics.window_settings import WindowMemory
asked, translate = [], OwnWords.translate
OwnWords.translate = lambda own, context, *text: asked.append(context) or translate(own, context, *text)
app = application()
window = MainWindow(Path(sys.argv[1]), WindowMemory(Path(sys.argv[2])))
window.show()
app.processEvents()
ours = {name: one for name, one in sys.modules.items() if name.partition(".")[0] in ("models", "forms", "ui")}
records = {
    one for module in ours.values() for one in vars(module).values()
    if isinstance(one, type) and "__dataclass_fields__" in vars(one)
}
used = [one for one in records if one.__init__.__name__ == "__init__"]
read = [name for name in linecache.cache if name in {getattr(one, "__file__", None) for one in ours.values()}]
explaining = [name for name in quick_start.EXPLAINING if hasattr(sys.modules[name], "__file__")]
explaining += [name for name in quick_start.STANDARD if name not in quick_start._loaders]
loaded = sorted(sys.modules)
places = messages._texts_of.cache_info().currsize
keys = asked.count("QShortcut")
wide, sets = sum("9fff" in ascii(one) for one in compiled), len(scattered)
assert enum.EnumType._create_ is quick_start.quick_enums.create
window.desk.go("A1")
app.processEvents()
at_table = [name for name in quick_start.EXPLAINING if hasattr(sys.modules[name], "__file__")]
print(len(ours), len(records), len(used), len(read), len(explaining), len(at_table), places, keys, wide, sets, *loaded)
window.close()
"""
MODULES, RECORDS, USED = 190, 108, 73  # of ours; records in them; those of which one was made
PLACES = 4  # that speak: the window, its tour, findings and later; no page that is not shown
KEYS = 0  # looked up in the words of the window's language, a hundred words for each
WIDE = 0  # patterns with a range of all Chinese signs: to compile one takes as long as thirty others
SCATTERED = 1  # patterns with a set of Chinese signs in more than two runs, the empty phrases: ten others each
SOURCES = 0  # of ours whose text was read again
EXPLAINING = 0  # of modules that are asked for nothing unless something fails; nor are Qt's at the first table
NEVER = (  # what somebody has to ask for first
    "models.city.summary", "models.store.office", "forms.workbook", "forms.document", "forms.seals", "ui.office",
    "ui.first_steps", "ui.guide.guide_window", "ui.cli", "ui.screens.table", "ui.screens.filing", "ui.window.choices",
    "models.basics.sums", "models.store.unit.evidence", "fractions", "forms.wording", "ui.look.signs",
    "models.proof.gaps", "models.returns.returns", "models.ledger.ledger", "models.settings.load",
    "ui.files", "concurrent.futures", "socket", "calendar", "openpyxl", "xlsxwriter", "reportlab", "cryptography",
    "pyhanko", "lxml", "PySide6.QtPrintSupport",
)  # fmt: skip


def test_a_start_loads_only_what_is_shown(tmp_path: Path) -> None:
    with make_trial(tmp_path / "unit", "610924") as workspace:
        workspace.store.put_value(KEY, json_text([["mend", "Q06.1"]]))  # a trial has most to show
    said = subprocess.run(
        [sys.executable, "-c", START, tmp_path / "unit", tmp_path / "memory.ini"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    modules, records, used, sources, explaining, at_table, places, keys, wide, scattered = map(int, said[:10])
    loaded = set(said[10:])
    assert not loaded.intersection(NEVER)
    assert modules <= MODULES
    assert records <= RECORDS
    assert used <= USED
    assert sources <= SOURCES
    assert places <= PLACES
    assert keys <= KEYS
    assert wide <= WIDE
    assert scattered <= SCATTERED
    assert explaining <= EXPLAINING
    assert at_table <= EXPLAINING
