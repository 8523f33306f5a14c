"""A folder of attachments: zips with GBK names, mails, copies, odd endings and junk are one reception, told in a line."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forms.office.intake import receive_batch
from models.basics.period import PLAN_ZONE
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.inbox import gbk_zip, mail
from tests.flow.town import Town

UNITS, Q3 = ("610924", "610925"), "2020Q3"
JUNK = ("Thumbs.db", "desktop.ini", "~$石泉县.xlsx", "说明.txt")


@pytest.fixture
def folder(town: Town, tmp_path: Path) -> Path:
    """Two units' returns in two forms, each four times under odd names; two zips and a mail of the same; junk."""
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    inbox = tmp_path / "inbox"
    (inbox / "子目录").mkdir(parents=True)
    papers: dict[str, bytes] = {}
    for unit in UNITS:
        for path in map(Path, town.file(unit, Q3, town.completed(unit, Q3, {"cells": {"Q06.3": "3.5"}}))["files"]):
            content = path.read_bytes()
            papers[path.name] = content
            stem, end = path.name[: -len(path.suffix)], path.suffix
            odd = "pdf.1" if end == ".pdf" else "zip"
            for name in (f"{stem}{end}", f"{stem}(1)(1){end.upper()}", f"子目录/{stem}{end[1]}", f"{stem}.{odd}"):
                (inbox / name).write_bytes(content)
    inner = gbk_zip(papers)
    (inbox / "报送.zip").write_bytes(inner)
    (inbox / "外层.zip").write_bytes(gbk_zip({"里层.zip": inner, "Thumbs.db": b"x"}))
    (inbox / "来信.eml").write_bytes(mail(papers, "Wed, 14 Oct 2020 09:05:00 +0800"))
    for name in JUNK:
        (inbox / name).write_bytes(b"not a paper")
    shutil.copy(inbox / JUNK[0], inbox / "子目录" / ".DS_Store")
    return inbox


def state(town: Town) -> dict[str, Any]:
    return town.call("office", "papers", "--data", town.office)


def stop(_: object) -> None:
    raise KeyboardInterrupt


def lines(town: Town) -> list[tuple[str, datetime]]:
    with OfficeWorkspace.open(town.office) as workspace:
        return [(one.sha256, one.registered_at) for one in workspace.store.receptions()]


def test_one_reception_tells_what_the_files_were(town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = town.call(
        "office", "receive", folder, "--data", town.office, "--at", "2020-10-16T10:00", "--channel", "邮件", expect=1
    )
    counts = answer["counts"]
    assert (counts["files"], counts["first"], counts["repeats"]) == (24, 4, 12)
    assert (counts["zips"], counts["mails"], counts["inside_new"], counts["others"], counts["junk"]) == (2, 1, 0, 5, 4)
    assert counts["files"] == sum(counts[name] for name in ("first", "repeats", "zips", "mails", "others"))
    papers = [one for one in answer["items"] if one["digest"]]
    assert sorted(one["unit"] for one in papers) == sorted(UNITS)
    assert {one["decision"] for one in papers} == {"accepted"}
    rest = [one for one in answer["items"] if not one["digest"]]
    assert [Path(one["file"]).name for one in rest] == ["说明.txt"], "no zip, no mail, no junk of a system is refused"
    assert town.status(Q3)["late"] == [], "the mail came in time"
    told = {one["unit"]: one for one in state(town)["papers"]}
    assert {one["registered"] for one in told.values()} == {"2020-10-14T09:05:00+08:00"}
    with monkeypatch.context() as patch:
        patch.setattr("forms.office.intake.end", stop)
        again = ("office", "receive", next(folder.glob("*.pdf")), "--data", town.office)
        stopped = town.call(*again, "--at", "2020-10-16T11:00", expect=1)["error"]
        assert stopped["code"] == "stopped"
        assert "登记时间仍为 2020-10-16 11:00" in stopped["message"] and "同样的命令" in stopped["message"]
    registered = lines(town)
    town.call(*again)
    assert lines(town) == registered, "the command that was stopped goes on, with its time"


def test_stopped_half_way_and_begun_again_it_ends_as_if_nothing_had_happened(
    town: Town, folder: Path, tmp_path: Path
) -> None:
    whole = town.sister_office()

    def run(office: Path, at: datetime, stop: int | None) -> None:
        class Stop(Exception):
            pass

        def progress(done: int, of: int) -> None:
            if stop is not None and done >= stop:
                raise Stop

        with OfficeWorkspace.open(office) as workspace:
            try:
                receive_batch(workspace, [folder], at=at, now=at, channel="邮件", by="测试甲", progress=progress)
            except Stop:
                assert stop is not None

    def rows(office: Path) -> list[tuple[Any, ...]]:
        with OfficeWorkspace.open(office) as workspace:
            return [(one.file, one.sha256, one.registered_at, one.decision) for one in workspace.store.receptions()]

    first, second = (datetime(2020, 10, 16, 10, minute, tzinfo=PLAN_ZONE) for minute in (0, 30))
    run(whole.office, first, None)
    run(town.office, first, 30)
    assert 0 < len(rows(town.office)) < len(rows(whole.office))
    with OfficeWorkspace.open(town.office) as workspace:  # another time is said now
        _, tally = receive_batch(
            workspace, [folder], at=second, now=datetime.now(PLAN_ZONE), channel="邮件", by="测试甲"
        )
    assert tally.kept == first
    assert rows(town.office) == rows(whole.office)
    assert state(town)["papers"] == state(whole)["papers"]
