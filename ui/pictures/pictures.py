"""Pictures: each screen of the desk with invented data, as PNG — for the README and for looking at what was made.

`take(folder)` draws at the scale the process was started with; QT_SCALE_FACTOR=1.5 before the start gives 150 %.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from models.sheet.cells import Cell, State
from models.sheet.rows import read_row
from ui.look.theme import apply_theme
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.app import application
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

SIZE = (1280, 800)
COUNTY, FORESTRY, PERIOD = "610924", "M03", "2020Q3"
TYPED = {
    "Q06.1": "1.20", "Q06.1/last_year": "1.05", "Q06.3": "2.35", "Q06.4": "0.60", "Q06.5": "500亩", "Q06.7": "3.10",
    "Q11.1": "51.2", "Q11.1/last_year": "32", "Q11.2": "20.48", "Q21.1": "182.40", "Q21.2": "171.15", "Q23.1": "1O.2",
    "封面.负责人": "测试甲", "封面.审核人": "测试乙", "封面.填表人": "测试丙", "封面.电话": "0915-3210000",
    "封面.报出日期": "2020-10-12", "T06.阶段": "推进中", "T06.完成百分比": "62",
    "T06.本期进展": "完成人工造林1.20万亩，退化林修复0.60万亩（测试数据）。",
}  # fmt: skip
EVENTS = (
    ("世界地球日", "2020-4-22", "“珍爱地球”主题宣传", "线下", "320"),
    ("六·五世界环境日", "2020.6.5", "低碳生活进社区", "线下", "150"),
    ("节能宣传周和全国低碳日", "2020年7月2日", "绿色出行倡议", "线上", "2600"),
)


def take(folder: Path) -> tuple[Path, ...]:
    """Draw every screen into a folder, made if need be; return the files."""
    app = application()
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    with tempfile.TemporaryDirectory() as place:
        for dark in (False, True):
            apply_theme(app, dark=dark)
            memory = QSettings(str(Path(place) / "memory.ini"), QSettings.Format.IniFormat)
            window = MainWindow(Path(place) / "nothing", memory)
            window.resize(*SIZE)
            for name, widget in _shown(window, Path(place) / ("dark" if dark else "light")):
                for _ in range(3):
                    app.processEvents()
                path = folder / f"{name}{'_dark' if dark else ''}.png"
                widget.grab().save(str(path))
                found.append(path)
            window.close()
    return tuple(found)


def _shown(window: MainWindow, place: Path) -> Iterator[tuple[str, QWidget]]:
    window.show()
    yield "start", window
    window.open_workspace(make_trial(place / "county", COUNTY))
    if window.desk is not None:
        fill(window.desk)
        window.desk.go("Q06.5")
        for name, target in (
            ("table", "Q06.5"), ("cover", "cover"), ("progress", "progress"), ("register", "R10"),
            ("findings", "findings"), ("filing", "filing"),
        ):  # fmt: skip
            window.desk.go(target)
            yield name, window
    window.open_workspace(make_trial(place / "forestry", FORESTRY))
    if window.desk is not None:
        _open(window.desk.session)
        window.desk.go("B4")
        yield "matrix", window


def _open(session: Session) -> None:
    session.set_period(PERIOD)


def fill(desk: UnitDesk) -> None:
    """Type invented figures into a county's desk."""
    session = desk.session
    _open(session)
    for address, text in TYPED.items():
        if address in session.sheet.slots or address in session.sheet.fields:
            desk.edits.put(address, text)
    desk.edits.put("Q06.2", Cell(State.NIL), "state")
    register = session.plan.registers["R10"]
    names = [column.name for column in register.columns]
    rows = [read_row(register, n, dict(zip(names, texts, strict=False))) for n, texts in enumerate(EVENTS, 1)]
    desk.edits.put_rows(register.id, rows)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
