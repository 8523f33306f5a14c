"""First run: where the data lie and where copies go — clouds, folders that cannot hold them, a stick not in."""

# ruff: noqa: F811 - fixtures come from tests.ui.pc

from pathlib import Path

import pytest

from forms.unit.open_paper import take_paper
from models.workspace.backup_copies import copy_path, put_second_place
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.filing_page import complete, filing_of, without_leader
from tests.ui.pc import MINE, PERIOD, UNIT, Pc, papers, pc  # noqa: F401
from ui.basics.folder_rules import check_data_folder, check_second_place, synced_by


def test_a_synced_folder_is_refused_by_name_for_the_data_and_for_the_copies(pc: Pc, papers: dict[str, Path]) -> None:
    step = pc.to_place(papers["pack"])
    bad = pc.root / "坚果云" / "TanBao"
    step.data.setText(str(bad))
    pc.enter()
    pc.qtbot.waitUntil(lambda: bool(pc.said), timeout=10_000)
    assert "坚果云的同步文件夹" in pc.said and str(bad) in pc.said and pc.card.step is step
    step.data.setText(str(pc.root / "data"))
    step.copies.setText(str(pc.root / "OneDrive - 区政府" / "副本"))
    pc.enter()
    pc.qtbot.waitUntil(lambda: "OneDrive" in pc.said, timeout=10_000)
    assert pc.card.step is step and not bad.exists()


@pytest.mark.parametrize(
    ("folder", "program", "root"),
    [
        ("D:\\坚果云\\我的资料\\TanBao", "坚果云", "D:\\坚果云"), ("E:\\BaiduSyncdisk\\a", "百度网盘", "E:\\BaiduSyncdisk"),
        ("D:\\百度网盘\\a", "百度网盘", "D:\\百度网盘"), ("C:\\u\\OneDrive - 市局\\a", "OneDrive", "C:\\u\\OneDrive - 市局"),
        ("D:\\WPS云盘", "WPS云盘", "D:\\WPS云盘"),
    ],
)  # fmt: skip
def test_synced_folders_are_known_by_their_names(folder: str, program: str, root: str) -> None:
    assert synced_by(Path(folder)) == (program, root)


def test_synced_folders_are_known_by_what_the_program_left_there_or_windows_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared/.stfolder").mkdir(parents=True)
    assert synced_by(tmp_path / "shared/a/b") == ("Syncthing", str(tmp_path / "shared"))
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "cloud"))
    assert synced_by(tmp_path / "cloud/desk/TanBao") == ("OneDrive", str(tmp_path / "cloud"))
    (tmp_path / "link").symlink_to(tmp_path / "cloud")
    assert synced_by(tmp_path / "link/TanBao") is not None, "a link does not hide where a folder is"
    assert synced_by(tmp_path / "TanBao") is None


def test_a_folder_that_cannot_hold_the_data_says_why(tmp_path: Path, papers: dict[str, Path]) -> None:
    from models.basics.errors import AppError

    def refused(act: object, *given: object) -> str:
        with pytest.raises(AppError) as caught:
            act(*given)  # type: ignore[operator]
        return caught.value.code

    take_paper(tmp_path / "other", papers["pack"].read_bytes(), unit="M03", by="")
    assert refused(check_data_folder, str(tmp_path / "other"), UNIT) == "folder_of_other_unit"
    assert refused(check_data_folder, str(papers["pack"].parent / "office"), UNIT) == "folder_in_use"
    assert refused(check_data_folder, "TanBao", UNIT) == "folder_not_whole"
    assert refused(check_data_folder, "//server/share/TanBao", UNIT) == "folder_of_network"
    assert refused(check_second_place, str(tmp_path / "data/copies"), tmp_path / "data") == "copies_inside"
    assert check_second_place("", tmp_path / "data") is None


def test_data_may_lie_elsewhere_and_nothing_is_left_where_it_was_begun(pc: Pc, papers: dict[str, Path]) -> None:
    step = pc.to_place(papers["pack"])
    step.data.setText(str(pc.root / "elsewhere"))
    pc.on_to_key()
    opened: list[Path] = []
    pc.window.folder_opened.connect(opened.append)
    desk = pc.finish()
    assert desk.session.workspace.folder == pc.root / "elsewhere" == opened[0]
    assert not (pc.root / "unit").exists()


def test_a_folder_that_cannot_be_written_to_is_told_at_its_step(pc: Pc, papers: dict[str, Path]) -> None:
    step = pc.to_place(papers["pack"])
    (pc.root / "file").write_text("", "utf-8")
    step.data.setText(str(pc.root / "file/data"))
    pc.enter()
    pc.qtbot.waitUntil(lambda: bool(pc.said), timeout=10_000)
    assert "file" in pc.said and "程序出错" not in pc.said and pc.card.step is step


def test_the_second_place_gets_a_copy_that_opens_and_a_newer_one_at_close(pc: Pc, papers: dict[str, Path]) -> None:
    step = pc.to_place(papers["pack"])
    step.copies.setText(str(pc.root / "usb"))
    pc.on_to_key()
    desk = pc.finish()
    copy = copy_path(pc.root / "usb", UNIT)
    assert copy.is_file() and not list(copy.parent.glob("*.p12")), "the key is not copied"
    desk.edits.put("Q10.1", "5")
    period = desk.session.period_id
    pc.window.close()
    with UnitWorkspace.open(copy.parent) as again:
        assert again.unit_id == UNIT and again.store.sheets.cells(period)["Q10.1"].raw == "5"


def test_the_second_place_gets_a_copy_after_filing_and_a_missing_stick_hinders_nothing(
    pc: Pc, papers: dict[str, Path]
) -> None:
    pc.to_key(papers["pack"])
    desk = pc.finish()
    store, usb = desk.session.workspace.store, pc.root / "usb"
    usb.mkdir()
    put_second_place(store, usb)
    desk.session.set_period(PERIOD)
    complete(desk.session)
    desk.go("filing")
    assert not filing_of(desk).again.isVisible(), "asked once: the key is there"
    without_leader(desk)
    filing_of(desk).passphrase.setText(MINE)
    filing_of(desk).file()
    pc.qtbot.waitUntil(lambda: desk.session.locked and not filing_of(desk).busy, timeout=20_000)
    with UnitWorkspace.open(copy_path(usb, UNIT).parent) as copy:
        assert [one.revision for one in copy.store.returns.filed(PERIOD)] == [1]
    put_second_place(store, pc.root / "pulled")
    desk.session.reopen()
    desk.edits.put("Q10.1", "6")
    desk.go("filing")
    without_leader(desk)
    filing_of(desk).passphrase.setText(MINE)
    filing_of(desk).reason.setText("更正")
    filing_of(desk).file()
    pc.qtbot.waitUntil(lambda: desk.session.locked and not filing_of(desk).busy, timeout=20_000)
    assert "报送文件已生成，但副本没有存成" in desk.notice.words and "pulled" in desk.notice.words
    pc.start_again()
    assert "上次关闭程序时" in pc.desk().notice.words
    pc.start_again()


def test_copies_can_be_sent_elsewhere_later(pc: Pc, papers: dict[str, Path]) -> None:
    from models.basics.errors import AppError
    from models.workspace.backup_copies import second_place
    from ui.session.backup_copies import use_second_place

    pc.to_key(papers["pack"])
    store = pc.finish().session.workspace.store
    assert "usb" in use_second_place(pc.root / "usb", store)
    assert copy_path(pc.root / "usb", UNIT).is_file()
    with pytest.raises(AppError):
        use_second_place(pc.root / "Dropbox", store)
    assert second_place(store) == pc.root / "usb"
