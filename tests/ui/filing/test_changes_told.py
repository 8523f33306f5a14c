"""What was changed is told whole, and alike: in the note before the seal, by 看改动, and on the 改动页 of a correction."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.page_reading.read_pages import page_texts
from forms.unit.filing import draft
from forms.wording.changes import changed_places
from models.basics.addresses import CONTROL
from models.checks.explanations import fingerprint_of
from models.ledger.queries import answer_mark
from models.returns.returns import parse_return
from models.sheet.explanation import Explanation
from models.workspace.freeze import draft_out, frozen
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import complete, filing_of, seal
from ui.filing.change_list import ChangeList
from ui.filing.changes import change_words
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk

WHY, ANSWER = "2019年结转项目集中竣工", "已到现场核对，数据属实"


def figures(session: Session) -> list[str]:
    return [at for at, one in session.sheet.slots.items() if one.item.entered and one.item.numeric and one.required]


def test_the_note_before_the_seal_tells_every_difference_to_the_draft(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    """Six of them stood there, and nowhere else could the others be seen."""
    session = desk.session
    complete(session)
    draft(session.workspace, session.sheet, tmp_path / "out")
    for at in figures(session):
        desk.edits.put(at, "4")
    complete(session)
    desk.go("filing")
    found = draft_out(session.workspace, session.sheet)
    assert found is not None and len(found.changes) > 12 and len(found.changes) > len(found.entered)
    seal_box = filing_of(desk).seal
    (listed,) = seal_box.findChildren(ChangeList)
    qtbot.waitUntil(lambda: listed.isVisible() and listed.verticalScrollBar().maximum() > 0)
    words = listed.toPlainText()
    assert all(change_words(session.sheet, one) in words for one in found.changes)
    lines = words.splitlines()
    assert "5.00 → 4.00（" in lines[0] and len(lines) == len(found.changes) + 1
    assert lines[len(found.entered)] == f"随之变动 {len(found.changes) - len(found.entered)} 格："
    assert any(f"差 {len(found.entered)} 格" in one.text() for one in seal_box.findChildren(QLabel))
    desk.grab().save(str(tmp_path / "note.png"))


def explain_anew(session: Session) -> str:
    """Write an explanation, an answer to a question and a control figure; gives the key of the explanation."""
    found = next(one for one, _ in session.standing.findings if one.check.id == "CK-A17")
    sheets = session.workspace.store.sheets
    sheets.put_explanation(PERIOD, found.key, Explanation(WHY, "other"), fingerprint_of(found.key, [found]), "李四")
    sheets.put_explanation(PERIOD, "query#1a2b3c4d@Q06.3", Explanation(ANSWER), answer_mark(), "李四")
    session.reload()
    return found.key


def test_a_correction_is_told_alike_on_the_screen_and_on_its_page(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    """An explanation written anew was missing on the 改动页, under which it says that nothing else was changed."""
    session = desk.session
    session.put("Q06.1", "5")
    session.put("Q06.1/last_year", "2")
    seal(qtbot, desk)
    session.reopen()
    filed = session.workspace.being_corrected(PERIOD)
    assert filed is not None
    desk.edits.put("Q06.8", "30")
    desk.edits.put("Q23.1", "6")
    explain_anew(session)
    desk.banner.tell_changes(filed)
    told = desk.notice.words.splitlines()
    before, now = parse_return(filed.content), frozen(session.workspace, session.sheet, "")
    places = list(changed_places(session.plan, before, now, explained=True, addresses=session.sheet.addresses()))
    assert told[0].endswith(f"改动 {len(places)} 处：")
    said = [line.partition(" → ")[2] for line in told[1:]]
    assert [words.partition(".")[0] for words in said] == [new.partition(".")[0] for *_, new in places]
    assert {"人工造林的说明", "封山育林的答复", "营造林面积（6+7）（控制数）"} <= {place for place, *_ in places}
    assert not any("query" in line for line in told) and not any(CONTROL in line for line in told)
    papers = draft(session.workspace, session.sheet, tmp_path / "out", reason="核对后更正")
    page = "".join((page_texts(papers[0].read_bytes()) or ("", ""))[1].split())
    assert f"改动（{len(places)}处）" in page and "query" not in page and "Q06.8" not in page
    assert WHY in page and ANSWER in page
    table = page[page.index("现报") : page.index("订正原因")]
    assert [table.index(place) for place, *_ in places] == sorted(table.index(place) for place, *_ in places)
