"""Views without a keyboard search: a letter or digit typed on a list or grid never makes another line the current one.

Qt's own views look for a line that begins with what is typed; in a grid the next digit then falls into the wrong cell.
Every list, tree and table of the window is one of these (tests/ui/keys/test_views.py).
"""

from PySide6.QtWidgets import QListView, QListWidget, QTableView, QTreeWidget


class QuietTable(QTableView):
    """A table."""

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class QuietList(QListView):
    """A list over a model."""

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class QuietNames(QListWidget):
    """A list that holds its own lines."""

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class QuietTree(QTreeWidget):
    """A tree that holds its own lines."""

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""
