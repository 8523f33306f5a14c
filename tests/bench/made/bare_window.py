"""A bare window of Qt with an empty table: the peer of our own window, as a script that shows it."""

ENDS_PAINTED = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def eventFilter(self, window, event):
        if event.type() == QEvent.Type.Paint:  # of the window: all in it is painted before the next turn
            QTimer.singleShot(0, lambda: os._exit(0))  # closing is not what is measured
        return False
painted = Painted()
"""
_WINDOW = """
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([])
window, table = QMainWindow(), QTableView()
table.setModel(QStandardItemModel(60, 5))
window.setCentralWidget(table)
window.resize(1280, 720)
window.show()
"""
SHOWN = f"{_WINDOW}app.exec()\n"
UNTIL_PAINTED = f"""{ENDS_PAINTED}{_WINDOW}
window.installEventFilter(painted)
app.exec()
"""
