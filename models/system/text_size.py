"""Text size: how much larger than usual a person asked the system to write (Windows: 设置 › 辅助功能 › 文本大小).

Apart from the scaling of a screen, which Qt follows by itself. Desktops of Linux raise the dots per inch of the screen
instead, and Qt follows that too; `QT_FONT_DPI` is Qt's own way to say it.
"""

import os
import sys
from contextlib import suppress

USUAL_DPI = 96


def text_size() -> int:
    """Return the size of text a person asked for, in per cent of the usual one; 100 where nobody did."""
    said = os.environ.get("QT_FONT_DPI", "")
    if said.isdigit():
        return round(int(said) * 100 / USUAL_DPI)
    found = of_windows()
    return found if isinstance(found, int) and found > 0 else 100


def of_windows() -> object:
    """Return what the registry of Windows says, None elsewhere and where nobody has chosen."""
    if sys.platform != "win32":
        return None
    import winreg

    with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"SOFTWARE\Microsoft\Accessibility") as key:
        return winreg.QueryValueEx(key, "TextScaleFactor")[0]
    return None
