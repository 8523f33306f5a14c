"""Duties view: the unit's own 责任清单, written and shown as it will be printed."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.boxes.paper_preview import PaperPreview
from ui.session.screen import ScreenContext


def show_duties(desk: ScreenContext, parent: QWidget) -> None:
    """Write the list into the workspace's folder of lists and open it; what goes wrong is told.

    One that somebody has written in since keeps its name.
    """
    session = desk.session
    out = session.workspace.folder / say("window.preview.duties")

    def work(_: Progress) -> Path:
        from forms.papers.duty_list import write_duties
        from forms.papers.paper import mark_of
        from forms.wording.files import plain_name
        from models.filling.duties import duty_list
        from models.issued.views import write_view

        duties = duty_list(session.plan, session.settings, session.unit_id)
        name = plain_name(say("duties.file", 代码=session.unit_id, 单位=session.sheet.unit_name))
        store = session.workspace.store
        (path,) = write_view(store, out, {name: write_duties(duties, mark=mark_of(store))})
        return path

    def show(path: Path) -> None:
        PaperPreview.opened([(say("window.preview.duties"), path)], desk.lane, parent)

    desk.lane.run(
        parent, work, show, lambda error: desk.tell(trouble(error), Mark.ERROR), words=say("window.lane.duties")
    )
