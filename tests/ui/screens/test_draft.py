"""The 送审稿: what the leader sees is what is sealed, byte for byte, and whatever differs since is named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from forms.page_reading.read_pages import page_texts
from forms.seals.keys import keys
from forms.unit.filing import draft, file_return
from forms.unit.rehearsal import rehearse
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.returns.revisions import Difference
from models.settings.json import settings_json
from models.sheet.cells import read_cell
from models.workspace.drafts import Draft, drop_draft
from models.workspace.freeze import draft_out, frozen
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import complete
from ui.filing.changes import change_words
from ui.session.session import Session
from ui.session.trial_workspace import make_trial

SECRET, WHY, ITEM = "Correct-Horse-12", "核对后更正", "Q10.1"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A department's sheet that can be filed."""
    with keys.signer_cache(rounds=2000), make_trial(tmp_path / "trial", "M12") as workspace:
        found = Session(workspace, PERIOD)
        complete(found)
        yield found


def put(session: Session, figure: str, address: str = ITEM) -> None:
    session.put(address, read_cell(session.plan.items[address], figure))


def out_now(session: Session) -> Draft:
    found = draft_out(session.workspace, session.sheet)
    assert found is not None
    return found


def test_a_change_after_the_draft_is_named_until_it_is_taken_back(session: Session, tmp_path: Path) -> None:
    paths = draft(session.workspace, session.sheet, tmp_path / "out")
    assert [path.name[-7:-4] for path in paths] == ["送审稿", "审签单"]
    assert (out_now(session).same, out_now(session).changes, out_now(session).beside) == (True, (), ())
    before = session.entered(ITEM)
    put(session, "8")
    assert {one.address for one in out_now(session).changes} == {ITEM}
    assert not out_now(session).same
    session.put(ITEM, before)
    assert out_now(session).same


def test_new_settings_after_the_draft_are_told_although_no_place_differs(session: Session, tmp_path: Path) -> None:
    draft(session.workspace, session.sheet, tmp_path / "out")
    newer = replace(session.settings, version=session.settings.version + 1)
    session.workspace.store.put_settings(newer.version, settings_json(newer), datetime.now(PLAN_ZONE), "")
    session.reload()
    assert (out_now(session).same, out_now(session).changes, out_now(session).beside) == (False, (), ("settings",))


def filed_once(session: Session, out: Path) -> str:
    done = file_return(session.workspace, session.sheet, SECRET, out, by="张三")
    session.reload()
    return done.filed.digest


def test_the_code_on_the_signed_sheet_is_the_code_of_the_paper(session: Session, tmp_path: Path) -> None:
    """Also of a correction, whose reason is part of what is sealed."""
    out = tmp_path / "out"
    assert session.standing.counts.can_file
    first = filed_once(session, out)
    session.reopen()
    put(session, "7")
    with pytest.raises(AppError, match="reason_needed"):
        draft(session.workspace, session.sheet, out)
    paper, sheet = draft(session.workspace, session.sheet, out, reason=WHY)
    pages = page_texts(paper.read_bytes()) or ()
    assert len(pages) == 2, "the cover and what was changed: the leader has seen the rest"
    assert WHY in pages[1] and "第2版7" in "".join(pages[1].split())
    assert len(page_texts(sheet.read_bytes()) or ()) == 1
    said = out_now(session)
    assert (said.filed.reason, said.filed.ancestors) == (WHY, (first,))
    assert rehearse(session.workspace, session.sheet, at=datetime.now(PLAN_ZONE)).received.digest == said.filed.digest
    with pytest.raises(AppError, match="draft_differs"):
        file_return(session.workspace, session.sheet, SECRET, out, reason="另一个原因")
    done = file_return(session.workspace, session.sheet, SECRET, out)
    assert done.filed.content == said.filed.content
    assert [row.about["digest"] for row in session.workspace.store.acts.rows("draft")] == [done.filed.digest]


def test_what_the_leader_has_not_seen_is_not_filed_until_the_draft_is_set_aside(
    session: Session, tmp_path: Path
) -> None:
    draft(session.workspace, session.sheet, tmp_path / "out")
    put(session, "7")
    with pytest.raises(AppError, match="draft_differs"):
        file_return(session.workspace, session.sheet, SECRET, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.xlsx"))
    assert not (session.workspace.folder / "unit.p12").exists()
    drop_draft(session.workspace.store, session.period_id)
    assert draft_out(session.workspace, session.sheet) is None
    assert file_return(session.workspace, session.sheet, SECRET, tmp_path / "out").filed.revision == 1


def test_the_same_draft_again_is_the_same_paper(session: Session, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in draft(session.workspace, session.sheet, tmp_path / "one")]
    assert [path.read_bytes() for path in draft(session.workspace, session.sheet, tmp_path / "two")] == first
    assert len(session.workspace.store.acts.rows("draft")) == 1


def test_a_return_whose_files_are_lost_is_written_again_byte_for_byte(session: Session, tmp_path: Path) -> None:
    first = file_return(session.workspace, session.sheet, SECRET, tmp_path / "one")
    kept = {path.name: path.read_bytes() for path in first.files}
    session.reopen()
    for reason in ("", WHY):
        again = file_return(session.workspace, session.sheet, "", tmp_path / "two", reason=reason)
        assert (again.reissued, again.filed.digest) == (True, first.filed.digest)
        assert {path.name: path.read_bytes() for path in again.files} == kept
    with pytest.raises(AppError, match="unchanged"):
        draft(session.workspace, session.sheet, tmp_path / "one", reason=WHY)
    assert len(session.workspace.store.returns.filed()) == 1


def test_a_frozen_sheet_says_the_same_whatever_its_reason(session: Session) -> None:
    one, other = (frozen(session.workspace, session.sheet, reason) for reason in ("", WHY))
    assert one.digest != other.digest
    assert one.substance == other.substance
    put(session, "8")
    assert frozen(session.workspace, session.sheet, "").substance != one.substance


def test_a_difference_is_named_without_codes(session: Session) -> None:
    said = {
        ("Q06.1", "1.2", "nil"): "人工造林：1.20 → 未开展",
        ("Q06.8（控制数）", "", "12.5"): "营造林面积（6+7）（核对数）：（空） → 12.50",
        ("CK-A17@Q06.1", "", "结转项目" * 20): f"人工造林的说明（CK-A17）：（空） → {'结转项目' * 10}…",
        ("R08[甲楼].建筑面积", "1", "2"): "新建民用建筑项目：甲楼·建筑面积：1 → 2",
    }
    assert {key: change_words(session.sheet, Difference(*key)) for key in said} == said
