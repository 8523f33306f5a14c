"""What a receipt tells a unit to do next: nothing is settled while a line is disputed, a paper sent back is sent back."""

from datetime import datetime

import pytest

from forms.papers.answers import ReceiptContent
from forms.papers.receipt import APPROVED, _next_step
from models.basics.period import PLAN_ZONE


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
