"""A bare window of Qt with an empty table: the peer of our own window, as a script that shows it."""

_WINDOW = """
from PySide6.QtCore import QTimer
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
UNTIL_PAINTED = f"""import os{_WINDOW}
QTimer.singleShot(0, lambda: os._exit(0))  # painted: closing is not what is measured
app.exec()
"""
