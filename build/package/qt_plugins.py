"""Qt's plugins: where they are in the frozen program, said before its first line.

PyInstaller's own hook says it too, and loads Qt's library to do so, also in a process that only reads a file.
"""

import os
import sys
from pathlib import Path

QT = Path(sys._MEIPASS, "PySide6", *(() if sys.platform == "win32" else ("Qt",)))  # type: ignore[attr-defined]  # of PyInstaller
os.environ["QT_PLUGIN_PATH"] = str(QT / "plugins")
