"""Reason menu: the reason codes of an explanation, each chosen with one key."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from models.checks.explanations import REASONS, reason_name

KEYS = "1234567890X"


def reason_menu(parent: QWidget, chosen: Callable[[str], object]) -> QMenu:
    """Return a menu of the reasons; `chosen` is given the code."""
    menu = QMenu(parent)
    for key, code in zip(KEYS, REASONS, strict=True):
        menu.addAction(f"&{key}  {reason_name(code)}").triggered.connect(lambda _=False, code=code: chosen(code))
    return menu
