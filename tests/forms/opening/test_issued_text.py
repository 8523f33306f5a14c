"""Issued text: what a paper that nobody sealed prints of its number, and what other programs leave of its mark."""

import io
from collections.abc import Iterator

import pytest
from docx import Document

from forms.opening.issued_text import mark_in_text
from forms.wording.issued_mark import IssuedMark, read_unsealed
from models.basics.messages import say
from models.plan.load import SHIPPED, load_plan, plan_files
from models.store.office.office_store import OfficeStore

Q3, OFFICE = "2020Q3", "某市低碳办"
MARK = IssuedMark(kind="issue", period="AK-LC-2020:2020Q3", number=12, year=2020, office="0123456789abcdef")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeStore]:
    plan = load_plan(SHIPPED)
    with OfficeStore.create(tmp_path_factory.mktemp("office")) as made:
        made.put_plan(plan.digest, plan.id, plan.version, plan_files(SHIPPED))
        made.put_value("office_name", OFFICE)
        yield made


def test_each_sentence_with_a_number_is_read_line_breaks_or_not(store: OfficeStore) -> None:
    plan = load_plan(SHIPPED)
    said = {"方案": plan.short_title, "期": plan.periods[Q3].name, "编号": 3, "日": "2020年10月20日", "单位": OFFICE}
    sentences = {
        "lead": (say("papers.notice.lead", 时间="2020年10月20日17时30分", **said), "issue", 3),
        "lead as it was": (say("papers.notice.lead", 时间="2020-10-20 17:30", **said), "issue", 3),
        "brief": (say("papers.notice.brief.title", **said) + say("papers.notice.brief.under", **said), "issue", 3),
        "correction": (say("papers.notice.correction.lead", **said), "issue", 4),  # it is a later one
        "chase": (
            f"{say('papers.kind.chase')}\n{say('papers.chase.numbered', 年=2020, n=3)} 贵单位{said['期']}", "chase", 3,
        ),
    }  # fmt: skip
    for name, (sentence, kind, number) in sentences.items():
        mark = mark_in_text(store, f"{OFFICE}\n{' '.join(sentence)}\n落款", "f" * 16)
        assert mark == IssuedMark(kind=kind, period=Q3, number=number, year=2020, office="f" * 16), name
        assert mark_in_text(store, sentence.replace(OFFICE, ""), "") is None, "it names no office"
        assert mark_in_text(store, OFFICE + sentence.replace("3号", "号"), "") is None


@pytest.mark.parametrize("left", [MARK.keywords, MARK.keywords.replace("/", ", "), MARK.keywords.replace("/", " ")])
def test_a_mark_is_read_though_another_program_took_it_apart(left: str) -> None:
    book, out = Document(), io.BytesIO()
    book.core_properties.keywords = f"试点，{left}"
    book.save(out)
    assert read_unsealed(out.getvalue()).mark == MARK


def test_a_file_that_is_no_paper_says_nothing(store: OfficeStore) -> None:
    for content in (b"", b"%PDF-1.7\nodd", b"PK\x03\x04odd"):
        assert read_unsealed(content).mark is None or not content
        assert mark_in_text(store, content.decode("latin-1"), "") is None
