"""Round: the keyboard's way through the parts of a desk — F6 from part to part, Tab from control to control."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.look.focus import enter_part, next_stop, part_with, tab_stops


class KeyboardRound:
    """Moves the keyboard on; `parts` are those in sight, named, in order, `work` what takes it by `take_focus`."""

    def __init__(
        self,
        parts: Callable[[], Mapping[str, QWidget]],
        work: QWidget,
        take_focus: Callable[[], object],
    ) -> None:
        """Keep them."""
        self._parts, self._work, self._take_focus = parts, work, take_focus

    def go_round(self, here: QWidget | None, step: int) -> None:
        """Put the keyboard into the next part that takes it: Tab stays inside a grid."""
        parts = self._parts()
        names, part = list(parts), part_with(parts, here)
        place = (names.index(part) + step) % len(names) if part else 0
        for name in (*names[place::step], *names[::step]):
            if self._enter(parts[name]):
                return

    def _enter(self, part: QWidget) -> bool:
        """Give a part the keyboard: the page where one works, another where it was last."""
        if part is self._work and tab_stops(part):
            self._take_focus()
            return True
        return enter_part(part)

    def tab(self, *, ahead: bool) -> bool:
        """Put the keyboard to the next or previous control, whenever each was made; False when nothing takes keys."""
        stop = next_stop(self._parts().values(), QApplication.focusWidget(), ahead=ahead)
        if stop is not None:
            reason = Qt.FocusReason.TabFocusReason if ahead else Qt.FocusReason.BacktabFocusReason
            stop.setFocus(reason)
        return stop is not None
