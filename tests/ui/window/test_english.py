"""The program in English: its window, its command line and what it says of errors; what stays Chinese on papers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.messages import CHINESE, ENGLISH, say, say_in, sentence, sentence_in
from models.checks.explanations import reason_name
from tests.test_messages import BLANK, CHARACTER, HERE, OWN_NAMES, ROOT, THERE


@pytest.mark.usefixtures("english")
def test_an_error_is_english_on_the_screen_and_chinese_in_the_ledger() -> None:
    error = AppError("not_of_this_plan", 单位="610999", 报告期="2020Q9")
    assert sentence(error).startswith("This plan has no unit '610999'")
    assert sentence_in(CHINESE, error).startswith("本方案没有单位“610999”")


@pytest.mark.usefixtures("english")
def test_papers_and_names_of_files_stay_chinese_in_an_english_window() -> None:
    assert say("papers.program") == say_in(CHINESE, "papers.program")
    assert say("window.filing.folder") == "报送文件"
    assert say("imports.derived") == "自动计算"
    assert (reason_name("policy"), reason_name("policy", on_paper=True)) == ("Change of policy", "政策调整")


def test_the_command_line_answers_in_english() -> None:
    said = _run([str(ROOT / "main.py"), "verify", "nowhere.pdf"])
    assert said.returncode == 1 and "'nowhere.pdf' is not there; check the path and try again." in said.stdout
    assert "working folder" in _run([str(ROOT / "main.py"), "--help"]).stdout


WINDOW = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QAbstractButton, QLabel
from models.basics.messages import choose_language
from tests.ui.seen import menu_lines
from ui.window.app import application
from ui.window.main_window import MainWindow
from ui.frame.navigation import Navigation
from ui.look.theme import apply_theme
from ui.basics.window_settings import WindowMemory
choose_language(None)
app = application()
apply_theme(app, dark=False)
folder = Path(sys.argv[1])
window = MainWindow(folder / "none", WindowMemory(folder / "memory.ini"))
window.open_trial()
window.resize(1280, 720)
window.show()
while window.desk is None:  # the trial is made in the background
    app.processEvents()
for _ in range(20):
    app.processEvents()
if len(sys.argv) > 2:
    window.grab().save(sys.argv[2])
shown = [one.text() for kind in (QLabel, QAbstractButton) for one in window.findChildren(kind) if one.isVisible()]
rows = window.desk.findChild(Navigation).model()
shown += [rows.data(rows.index(n, 0)) for n in range(rows.rowCount())]
menus = menu_lines(window)
print(json.dumps({"title": window.windowTitle(), "shown": shown, "menus": menus}))
window.close()
"""


def test_the_window_opens_in_english(tmp_path: Path) -> None:
    said = _run(["-c", WINDOW, str(tmp_path)])
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout.splitlines()[-1])
    words = {str(text) for text in (*found["shown"], *found["menus"], found["title"]) if text}
    chinese = {text for key, text in HERE.items() if key.startswith("window.") and CHARACTER.search(text)}
    spoken = {text for text in chinese if not BLANK.search(text)} - {HERE[key] for key in OWN_NAMES}
    assert words & spoken == set()
    assert {THERE["window.top.check"], THERE["window.menu.title"], THERE["window.menu.keys"]} <= words
    assert {"English", "中文"} <= words


def _run(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    world = os.environ | {"TANBAO_LANGUAGE": ENGLISH, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], env=world, cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip
