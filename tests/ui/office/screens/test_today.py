"""今天要办: what a row says of a file that could not be read to its end."""

from datetime import datetime

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.store.office.records import ReceptionRow
from models.workspace.act import ActKind, act
from tests.ui.office.hands import BY
from tests.ui.office.test_office_desk import page
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk


def test_the_name_of_a_file_that_was_not_read_is_told_once(desk: OfficeDesk) -> None:
    store, now = desk.session.workspace.store, datetime.now(PLAN_ZONE)
    row = ReceptionRow(
        file="汉滨区报表.pdf", sha256="ab" * 32, received_at=now, registered_at=now, channel="邮件", by=BY,
        decision=Decision.UNREAD.value, reasons="[]", digest=None, key=None, seals="{}",
    )  # fmt: skip
    with act(store, BY, ActKind.RECEIVE, why="邮件"):
        store.put_reception(row)
    desk.session.reload()
    desk.go("today", "")
    (entry,) = [one for one in page(desk, TodayPage).list.lines.entries if one.key.startswith("unread|")]
    assert " ".join((entry.name, entry.what, entry.follows)).count(row.file) == 1
