"""Confirming tells what was confirmed: what a restored workspace lacks, or that of a copy and its original this is used."""

import shutil
from pathlib import Path

import pytest

from models.basics.messages import say
from models.proof.gaps import kind_words
from models.store.office.office_store import OfficeStore
from models.workspace import copied
from models.workspace.act import ActKind, act
from models.workspace.copied import note_copied
from ui.cli.answers.backups import confirmed_answer


def test_a_copy_is_confirmed_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "LOOKED_FOR", True)
    with OfficeStore.create(tmp_path / "first") as store:
        note_copied(store)
        with act(store, "王某", ActKind.SET):
            store.put_value("office_name", "汇总单位")
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    with OfficeStore.open(tmp_path / "second") as store:
        assert note_copied(store) is not None
        assert confirmed_answer(store, "王某").lines == [say("backups.confirmed_copy")]
        assert confirmed_answer(store, "王某").lines == [say("backups.confirmed")]
        with act(store, "王某", ActKind.RESTORE, about={"moved": "/mnt"}):  # as such acts were noted once
            pass
        told = [kind_words(row) for row in store.acts.rows()]
        assert told[-4:] == ["发现是复制的数据", "确认后接着用", "确认后接着用", "发现换了电脑"]
