"""Settings 设置: what is in force, who said so, when, on what ground; a change shows its effect before it is kept."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.look.fitting import ROOMY
from ui.look.signs import Sign
from ui.look.widgets import Cut, OneLine, button, column, frame, row
from ui.office.asking import AskedField
from ui.office.case_form import CaseForm
from ui.office.cases.effect_line import EffectLine
from ui.office.doing import DOING, do_apart
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.planning.pack import PackActs
from ui.office.session import OfficeSession
from ui.office.settings.effect import keep_text, settings_effect
from ui.office.settings.files import SettingsFiles
from ui.office.settings.line import SettingLine
from ui.office.settings.lines import ELSEWHERE, GROUPS, setting_lines

LIST = 168
VALUE, WHO = 250, 250  # widths of the columns


class SettingsPage(OfficePage):
    """设置."""

    key = "settings"
    pinned = True

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self._told_of = page_head(), OneLine(say("office.set.head"), "quiet", cut=Cut.CLAUSES)
        self._lines: tuple[SettingLine, ...] | None = None
        self._history: dict[str, tuple[str, datetime, str]] = {}
        self._shown, self._roomy, self._busy = "", False, False
        self.groups, self.grid = self._list_of_groups(), self._settings()
        self.form = CaseForm(self.grid)
        self.form.edited.connect(lambda: self._look_ahead(typing=True))
        self.form.taken.connect(self.do)
        self.effect = EffectLine(parts.lane)
        self.effect.changed.connect(self.primary_changed)
        self.files = SettingsFiles(parts, self, self._kept)
        book = button(say("office.set.book"), self.files.choose_book)
        from_file = button(say("office.set.from_file"), self.files.choose_file)
        self.packs = PackActs(parts, self)
        self.pack = button(say("office.pack.button"), self.packs.ask)
        self.built(self._head, self._body(), book, from_file, self.pack, told=self._told_of)
        self.list_with_keyboard = self.grid

    def _list_of_groups(self) -> OfficeGrid:
        heads = [TableHead(text="", width=0), TableHead(text="", width=44, right=True)]
        groups = OfficeGrid(say("office.set.groups"), heads)
        groups.setFixedWidth(LIST)
        groups.horizontalHeader().hide()
        groups.current_changed.connect(self._show_lines)
        groups.opened.connect(lambda _: self.grid.setFocus())
        return groups

    def _settings(self) -> OfficeGrid:
        heads = [
            TableHead(text=say("office.keys.what"), width=0),
            TableHead(text=say("office.keys.value"), width=VALUE),
            TableHead(text=say("office.set.who"), width=WHO),
        ]
        grid = OfficeGrid(self.title(), heads)
        grid.current_changed.connect(self._show_line)
        grid.opened.connect(lambda _: self.form.go_in())
        return grid

    def _body(self) -> QWidget:
        self._box = frame(column(self.form, self.effect, spacing=6), "card", 10)
        right = column(self.grid, self._box, spacing=6)
        right.setStretch(0, 1)
        whole, body = row(self.groups, right, spacing=12), QWidget()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setStretch(1, 1)
        body.setLayout(whole)
        return body

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave who and when to wider windows."""
        self.grid.setColumnHidden(2, narrow)
        self.grid.setColumnWidth(1, 180 if narrow else VALUE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window give the room to what is in force and to who said it."""
        super().resizeEvent(event)
        roomy = self.window().width() >= ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            for number, width in ((1, VALUE), (2, WHO)):
                self.grid.setColumnWidth(number, width + (WHO if roomy else 0))

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.set.title")

    def forget(self) -> None:
        """Read the settings anew, and drop the effect of what was typed for those before."""
        self._lines = None
        self.effect.lose()

    def lines(self) -> tuple[SettingLine, ...]:
        """Return every setting."""
        if self._lines is None:
            from models.office.settings_history import settings_history

            self._lines = self.session.known(setting_lines)
            found = settings_history(self.session.workspace)
            self._history = {one.key: (one.by, one.at, one.document) for one in found}
        return self._lines

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many settings a verdict of the open period waits for."""
        return sum(one.decides for one in session.known(setting_lines))

    def _of(self, group: str) -> list[SettingLine]:
        return [one for one in self.lines() if (one.open if group == "open" else one.group == group)]

    def show_now(self) -> None:
        """Show the groups; the current one stays."""
        self._head.setText(self.title())
        self.groups.show_rows(
            [
                TableRow(
                    key=one,
                    cells=(
                        TableCell(text=say(f"office.set.group.{one}")),
                        TableCell(text=str(len(self._of(one)) or ""), tone="quiet", right=True),
                    ),
                )
                for one in GROUPS
                if self._of(one)
            ]
        )

    def _show_lines(self) -> None:
        self.grid.show_rows([self._row(one) for one in self._of(self.groups.current_key())])

    def _row(self, one: SettingLine) -> TableRow:
        missing = not one.value and not one.key.endswith(".new")
        value = say("office.set.not_given") if missing else one.value
        if one.question and not missing and one.value:
            value = say("office.set.plan_says", 值=one.value)
        records = [self._history[key] for key in self._history if key in one.stands or _within(key, one.stands)]
        said = ""
        if records:
            by, at, document = max(records, key=lambda record: record[1])
            said = "　".join(part for part in (by, format_time(at.astimezone(PLAN_ZONE)), document) if part)
        said = said or (
            "" if one.key.endswith(".new") else one.question
        )  # of what is still to be typed it stands below
        return TableRow(
            key=one.key,
            cells=(
                TableCell(text=one.name, bold=one.decides, tone="accent" if one.key.endswith(".new") else "text"),
                TableCell(text=value, sign=Sign.MISSING if missing else None, tone="quiet" if missing else "text"),
                TableCell(text=said, tone="quiet", small=True, tip=one.question),
            ),
        )

    def line(self) -> SettingLine | None:
        """Return the current setting."""
        key = self.grid.current_key()
        return next((one for one in self.lines() if one.key == key), None) if key else None

    def _show_line(self) -> None:
        one = self.line()
        if one is not None and one.key == self._shown:
            self.effect.resume()
            return
        self._shown = one.key if one else ""
        if one is None or not one.editable:
            self.form.show_fields(())
            how = say("office.set.by_file") if one and one.group != ELSEWHERE else ""
            self.effect.say("　".join(filter(None, (one.question, how))) if one else "")
        else:
            document = AskedField(name="document", words=say("office.case.given_document"), needed=False)
            grounded = one.apart or {"approved_by", "doc_no"} & {each.name for each in one.fields}
            own = one.fields if grounded else (*one.fields, document)
            self.form.show_fields((*own, self.session.person_field), one.key)
            self.effect.say("　".join(filter(None, (one.question, say("office.set.look_first")))))
            if one.question:  # what the plan proposes can be confirmed as it stands: its effect is there at once
                self._look_ahead(typing=True)
        self._box.setVisible(bool(self.effect.text()))  # of what is answered elsewhere there may be nothing to say
        self.primary_changed.emit()

    def _look_ahead(self, *, typing: bool = False) -> None:
        """Work out what the change would do."""
        one, said = self.line(), self.form.texts()
        if one is None or not one.editable:
            return
        text = one.foreseen(said)
        if not (text or one.apart):
            self.effect.say("　".join(filter(None, (one.question, say("office.set.look_first")))))
            return

        def told(words: str) -> str:
            self.form.say("")
            return "　".join(filter(None, (one.question, words)))

        def work() -> str:
            return say("office.set.contact_effect") if one.apart else settings_effect(self.session, text)

        self.effect.look((one.key, text), work, told, typing=typing)

    def choose(self, place: str) -> None:
        """Show a group or the setting of a key."""
        found = next((one for one in self.lines() if one.key == place), None)
        self.groups.choose(found.group if found else place)
        if found is not None:
            self.grid.choose(found.key)
        self.grid.setFocus()

    def primary(self) -> str:
        """Return what is kept."""
        one = self.line()
        return say("office.set.keep", 事项=one.called) if one is not None and one.editable else ""

    def ready(self) -> bool:
        """False while the effect of the change is being worked out, and while it is kept."""
        return not (self._busy or self.effect.looking)

    def why_wait(self) -> str:
        """Return what is waited for."""
        return say(DOING) if self._busy else super().why_wait()

    def do(self) -> None:
        """Keep the change, once its effect was seen."""
        one, said = self.line(), self.form.said()
        if self._busy or one is None or not one.editable or said is None:
            return
        text = one.change(said)
        if why := self.effect.why_not((one.key, one.foreseen(said))):
            self._look_ahead()
            self.form.say(why)
            return
        keep = self._keep_contact if one.apart else partial(keep_text, self.session, text)
        do_apart(self.parts, self, partial(keep, said), self._kept, self._refused)
        self._work(on=True)

    def _work(self, *, on: bool) -> None:
        """Show that a change is being kept, or is no more."""
        self._busy = on
        self.form.say(say(DOING) if on else "")
        self.form.set_busy(busy=on)
        self.primary_changed.emit()

    def _keep_contact(self, said: Mapping[str, str], _: Progress) -> str:
        from forms.office.office import keep_contact

        keep_contact(self.session.workspace, said["value"], self.session.name_person(said["by"]))
        return say("office.set.contact_kept")

    def _kept(self, words: str) -> None:
        self._work(on=False)
        self._shown = ""
        self.form.forget()
        if self.isVisible():
            self.show_now()
            self.grid.setFocus()  # the field one was in may be gone
        self.parts.tell(words, Mark.DONE)

    def _refused(self, error: BaseException) -> None:
        self._work(on=False)
        self.form.say(trouble(error)) if self.isVisible() else self.parts.tell(trouble(error), Mark.WARNING)


def _within(key: str, stands: tuple[str, ...]) -> bool:
    return any(key.startswith((f"{one}.", f"{one}[")) for one in stands)
