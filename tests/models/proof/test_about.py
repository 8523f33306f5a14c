"""What an act was about is read by people: names first, figures with what they are, nothing that only machines need."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.proof.about import about_words
from models.proof.gaps import reason_of
from models.store.file.chain import ActRow

DIGEST = "a0ad5f44" + "0" * 56


def done(kind: str, why: str, about: Mapping[str, str] = MappingProxyType({})) -> ActRow:
    at = datetime(2020, 10, 20, tzinfo=PLAN_ZONE)
    return ActRow(number=1, at=at, by="王某", kind=kind, why=why, about=about, recorded={}, hash="")


def said(**about: str) -> str:
    return about_words(done("x", "", about), {"E01": "国网公司", "2020Q3": "三季度", "Q06.5": "人工更新"})


def test_of_settings_and_plans_without_a_document_the_record_says_so() -> None:
    """Older lines have the kind of the act in the place of a reason, or nothing."""
    unnamed = say("record.why.no_document")
    assert [reason_of(done(kind, why)) for kind in ("set", "plan") for why in (kind, "")] == [unnamed] * 4
    assert reason_of(done("set", "测试〔2020〕1号")) == "测试〔2020〕1号"
    assert reason_of(done("issue", "issue")) == "", "what rests on no document"


def test_names_come_first_and_figures_say_what_they_are() -> None:
    entered = {
        "at": "2026-11-28T05:19:04.649565+08:00",
        "book": "表.xlsx",
        "book_sha256": "3b" * 32,
        "content": DIGEST,
        "copies": "2",
        "digest": DIGEST,
        "period": "2020Q3",
        "registered": "2026-11-27T10:00:00+08:00",
        "shelf": "",
        "unit": "E01",
    }
    words = "国网公司，三季度，表.xlsx，2 份，校验码 A0AD 5F44，登记时间 2026-11-27 10:00"
    assert said(**entered) == words
    assert said(version="3") == "第3版" and said(plan=DIGEST, version="2.0.1") == "第2.0.1版"
    assert said(plan=f"{DIGEST} {DIGEST}", version="2.0.1、1.0.1") == "第2.0.1、1.0.1版", "of two plans at once"
    assert said(units="E01、E02", period="2020Q3", channel="电话") == "国网公司、E02，三季度，电话"
    for place in ("CK-A17@Q06.5@E01", "Q06.5@E01"):
        assert said(place=place) == "人工更新（国网公司）"
    assert (said(place="CK-A17@Q06.5"), said(place="CK-D01@R02")) == ("人工更新", "R02")
    assert said(before="2020-10-19T10:12:00+08:00", after="2020-10-15T17:00:00+08:00", handler="李某") == (
        "原登记 2020-10-19 10:12，改为 2020-10-15 17:00，接收经办人 李某"
    )


def test_what_nobody_labelled_is_told_as_it_is() -> None:
    assert said(supplier="农业局", flag="True", nothing="", mark=DIGEST, until="以后") == "农业局，a0ad5f44，到 以后"
