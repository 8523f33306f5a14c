"""Who works at the desk is named in the top bar, without a password; every line of the history has the name."""

from models.workspace.unit_workspace import UnitWorkspace
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk


def names(desk: UnitDesk) -> list[str]:
    return [act.text() for act in desk.top.person.menu().actions()]


def test_the_history_names_who_was_chosen_else_whom_the_cover_names(desk: UnitDesk) -> None:
    desk.edits.put("封面.填表人", "王五")
    desk.edits.put("Q06.1", "1")
    assert desk.session.history("Q06.1")[-1].by == "王五" and desk.top.person.text() == "王五 ▾"
    asking = desk.ask_person()
    asking.go_on()
    assert asking.isVisible(), "a name is wanted"
    asking.edits["name"].setText(" 赵六 ")
    asking.go_on()
    assert not asking.isVisible()
    desk.edits.put("Q06.1", "2")
    assert desk.session.history("Q06.1")[-1].by == "赵六" and desk.top.person.text() == "赵六 ▾"
    assert desk.session.sheet.cell("封面.填表人").text == "王五", "who answers for the return is another matter"
    assert names(desk)[:2] == ["赵六", "王五"]
    desk.top.person.menu().actions()[1].trigger()
    desk.edits.put("Q06.1", "3")
    assert desk.session.history("Q06.1")[-1].by == "王五"


def test_the_names_are_there_at_the_next_start(desk: UnitDesk, workspace: UnitWorkspace) -> None:
    desk._name_person("赵六")
    desk._name_person("王五")
    again = Session(workspace, "2020Q3")
    assert again.author == "王五" and again.people[:2] == ("王五", "赵六")


def test_a_long_name_leaves_the_bar_its_room(desk: UnitDesk) -> None:
    wide = desk.top.minimumSizeHint().width()
    desk._name_person("Zoë A&B " + "某" * 92)
    assert desk.top.minimumSizeHint().width() < wide + 150
    assert "A&&B" in desk.top.person.text() and "某" * 92 in desk.top.person.toolTip()
