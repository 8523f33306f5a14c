"""The 送审稿: what the leader sees is what is sealed, and every later change is named."""

from pathlib import Path

from models.sheet.cells import read_cell
from models.workspace.drafts import draft_out
from ui.session.session import Session
from ui.session.trial_workspace import make_trial


def test_a_change_after_the_draft_is_named_until_it_is_taken_back(tmp_path: Path) -> None:
    from forms.unit.filing import draft

    with make_trial(tmp_path / "trial", "610924") as workspace:
        session = Session(workspace)
        paths = draft(workspace, session.sheet, tmp_path / "out")
        assert [path.name[-7:-4] for path in paths] == ["送审稿", "审签单"]
        out = draft_out(workspace.store, session.sheet)
        assert out is not None
        assert out.changes == ()
        before = session.entered("Q06.3")
        session.put("Q06.3", read_cell(session.plan.items["Q06.3"], "9.99"))
        changed = draft_out(workspace.store, session.sheet)
        assert changed is not None
        assert {one.address for one in changed.changes} == {"Q06.3"}
        session.put("Q06.3", before)
        again = draft_out(workspace.store, session.sheet)
        assert again is not None
        assert again.changes == ()
