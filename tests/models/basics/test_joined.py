"""Sentences put side by side: one full stop, at the end."""

from models.basics.messages import joined


def test_a_full_stop_stands_at_the_end_alone() -> None:
    assert joined(["甲不认识。", "乙没有。"]) == "甲不认识；乙没有。"
    assert joined(["甲", "乙。", "丙"]) == "甲；乙；丙"
    assert joined(iter(["甲。"])) == "甲。" and joined([]) == ""
