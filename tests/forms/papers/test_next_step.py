"""What a receipt tells a unit to do next: nothing is settled while a line is disputed, a paper sent back is sent back."""

from datetime import datetime

import pytest

from forms.papers.answers import ReceiptContent
from forms.papers.paper import PaperKind
from forms.papers.receipt import APPROVED, _next_step, kept_under
from models.basics.messages import CHINESE, ENGLISH, text_of
from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.ledger.queries import Receipt
from models.store import FiledReturn


@pytest.mark.parametrize(
    "decision, approved, disputed, step",
    [
        ("accepted", False, False, "accepted"),
        ("accepted", True, False, APPROVED),
        ("accepted", True, True, "fork"),
        ("fork", False, True, "fork"),
        ("returned", False, False, "returned"),
        ("returned", False, True, "returned"),
        ("rejected", False, True, "rejected"),
    ],
)
def test_the_next_step_follows_from_the_decision(decision: str, step: str, *, approved: bool, disputed: bool) -> None:
    answer = ReceiptContent(
        unit="610924",
        period="2020Q3",
        revision=1,
        digest="d",
        key="k",
        registered=datetime(2020, 10, 13, tzinfo=PLAN_ZONE),
        channel="邮件",
        decision=decision,
        reasons=(),
        approved=approved,
        disputed=disputed,
    )
    assert _next_step(answer) == step
    assert answer.marks["approved"] is (approved and not disputed)
    assert answer.marks["readable"] is (decision != "rejected")


def test_a_receipt_is_kept_with_its_return_whatever_the_papers_call_the_period() -> None:
    at = datetime(2020, 10, 13, tzinfo=PLAN_ZONE)
    said = Receipt(
        digest="d", period="2020Q3", revision=1, decision=Decision.ACCEPTED, registered=at, issued=at, remarks=()
    )
    kept = [
        FiledReturn(
            digest=digest,
            period=period,
            revision=1,
            ancestors=(),
            reason="",
            filed_at=at,
            own=True,
            content=b"",
            files=(),
            state="filed",
        )
        for digest, period in (("c", "别:2020Q3"), ("d", "专:2020Q3"))
    ]
    assert kept_under(said, kept) == "专:2020Q3"
    assert kept_under(said, kept[:1]) == "2020Q3"


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_of_paper_has_its_name_on_paper_and_in_the_window(kind: PaperKind, language: str) -> None:
    assert text_of(CHINESE, f"papers.kind.{kind.value}") and text_of(language, f"about.kinds.{kind.value}")
