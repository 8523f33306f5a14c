"""Register screen: one register the unit keeps, typed or pasted row by row."""

from PySide6.QtWidgets import QVBoxLayout

from models.addresses import split_row_address
from ui.desk import Desk, Page, Screen
from ui.messages import say
from ui.pieces import button, label, row
from ui.session import News
from ui.standing import Mark
from ui.tables.register_view import RegisterView


class RegisterScreen(Screen):
    """The rows of a register."""

    def __init__(self, desk: Desk) -> None:
        """Build the grid once."""
        super().__init__(desk)
        self._title, self._words = label("", "title"), label("", "small")
        self.view = RegisterView(desk)
        self.view.place_chosen.connect(self.place_chosen)
        self._remove = button(say("register.remove"), self.view.remove_selected)
        self._paste = button(say("register.paste"), self._paste_below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(row(self._title, 4, self._words, None, self._paste, self._remove))
        layout.addWidget(self.view, 1)

    def pages(self) -> tuple[Page, ...]:
        registers = self.session.plan.registers
        return tuple(self._page(name, registers[name].name) for name in self.session.sheet.register_ids)

    def _page(self, name: str, title: str) -> Page:
        standing, rows = self.session.standing, len(self.session.rows(name))
        marks = [standing.mark(at) for at in standing.places if at.partition("[")[0] == name]
        worst = max(marks, default=Mark.NONE)
        mark = worst if worst >= Mark.MISSING else Mark.DONE if rows else Mark.NONE
        return Page(name, say("table.page", 表=name, 名=title), say("nav.registers"), mark, str(rows) if rows else "")

    def page_of(self, address: str) -> str | None:
        name = address.partition("[")[0]
        return name if name in self.session.sheet.register_ids else None

    def show_page(self, key: str) -> None:
        register = self.session.plan.registers[key]
        self._title.setText(say("table.page", 表=key, 名=register.name))
        self.view.show_register(register)
        self._count()
        self._remove.setEnabled(not self.session.locked)
        self._paste.setEnabled(not self.session.locked)
        self.view.go_to(self.view.table.index(0, 0))
        self.view.setFocus()

    def _count(self) -> None:
        rows = self.view.table.rowCount() - 1
        self._words.setText(say("register.rows", n=rows) if rows > 0 else say("register.empty"))

    def _paste_below(self) -> None:
        table = self.view.table
        self.view.go_to(table.index(table.rowCount() - 1, 0))
        self.view.paste()
        self.view.setFocus()

    def choose(self, address: str) -> None:
        if split_row_address(address) is not None:
            self.view.go_to(self.view.table.index(max(0, self.view.table.row_of(address)), 0))

    def follow(self, news: News) -> None:
        register = self.view.table.register
        if (
            register is not None
            and not news.whole
            and (register.id in news.registers or self._touched(news, register.id))
        ):
            self.view.table.show_changes()
            self._count()

    def _touched(self, news: News, register: str) -> bool:
        return any(at.startswith(f"{register}[") for at in news.addresses)
