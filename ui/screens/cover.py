"""Cover screen: who answers for the return ."""

from PySide6.QtWidgets import QVBoxLayout

from models.basics.addresses import COVER
from models.basics.messages import say
from models.sheet.fillable import FieldSlot
from ui.boxes.field_form import FieldForm
from ui.look.widgets import column, emptied, frame, label, no_wider, scrolled
from ui.session.screen import Pages, Screen, ScreenContext
from ui.session.session import News

WIDTH = 640  # px: a line of text longer than this is hard to read


class CoverScreen(Screen):
    """The fields of the cover."""

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Start empty; the form is made for the period that is shown."""
        super().__init__(desk, offer)
        self._form: FieldForm | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 16, 12)

    def _slots(self) -> list[FieldSlot]:
        return [slot for slot in self.session.sheet.fields.values() if slot.group == COVER]

    def show_page(self, key: str) -> None:
        emptied(self._box)
        self._form = FieldForm(self.desk, self._slots())
        self._form.place_chosen.connect(self.place_chosen)
        card = frame(column(label(say("window.cover.words"), "quiet", wrap=True), 8, self._form), "card", 20)
        card.setMaximumWidth(WIDTH)
        page = scrolled(column(label(say("window.cover.title"), "title"), card, None, spacing=12))
        self._box.addWidget(no_wider(page, WIDTH))

    def choose(self, address: str) -> None:
        if self._form is not None:
            self._form.choose(address)

    def take_focus(self) -> None:
        if self._form is not None:
            self._form.take_focus()

    def follow(self, news: News) -> None:
        if news.whole:
            self._form = None
        elif self._form is not None:
            self._form.follow()
