"""Only: the buttons that narrow a page to what is not filled in yet, or to what something was found about."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.completion import Mark, Standing
from ui.look.widgets import button, row

FILTERS = ("", "empty", "wrong")


class OnlyButtons(QWidget):
    """One button for each filter, with how many places it would show; one of them is chosen."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        """Call `choose` with a filter."""
        super().__init__()
        self.name = ""
        self.buttons = {name: button("", partial(choose, name), "state") for name in FILTERS}
        for one in self.buttons.values():
            one.setCheckable(True)
        self.setLayout(row(None, *self.buttons.values(), spacing=8))

    def show_counts(self, standing: Standing, addresses: Iterable[str], whole: str) -> None:
        """Say how many of a page's places each filter would show; `whole`: what is said of showing everything."""
        here = list(addresses)
        for name, one in self.buttons.items():
            number = len(places_left(name, standing, here)) if name else 0
            one.setText(say(f"window.table.only_{name}", n=number) if name else whole)
            one.setChecked(name == self.name)
            one.setEnabled(not name or bool(number) or name == self.name)


def places_left(name: str, standing: Standing, addresses: Iterable[str]) -> set[str]:
    """Return the places where somebody has something to do: the empty ones, or the others."""
    waiting = (at for at in addresses if at in standing.waiting)
    return {at for at in waiting if (standing.mark(at) is Mark.MISSING) is (name == "empty")}
