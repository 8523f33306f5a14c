"""The shipped check catalogue is the one that was agreed: nothing missing, nothing reworded, every level as corrected.

The expectations were taken from the catalogue document, not from checks.toml.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.plan.load import load_plan

PLAN = Path(__file__).resolve().parents[3] / "resources" / "plans" / "ankang-2020"

# One letter for each check of a group, in order of its number: Error 强制性, Warning 核实性, Hint 提示性.
LEVELS = {
    "A": "EHWEEEHEWEWEWEWWWHHEW",
    "B": "EEWWWWHWEWEWEHEEWWWEEWEWWWEWEWEWWEWEWEEWEEEWWEEWHE",
    "C": "WEWEWWWE",
    "D": "EEEWWEWWWWEWEWWWWEH",
    "S": "EEEHWEHWE",
}
CLAUSES = {
    "通用": "A01-A21 B49-B50 C01 C04 C06-C08 D19 S01-S07 S09",
    "一；二（一）": "B01-B10 C05",
    "一": "B11-B14",
    "一；二（六）": "B15-B19",
    "一；二（十）": "B20-B26",
    "一；二（十一）一是": "B27-B28",
    "一；二（十四）": "B29-B30",
    "一；二（十二）": "B31",
    "二（九）一是": "B32-B35",
    "二（九）二是": "B36-B37",
    "二（十一）二是": "B38 D01-D08",
    "二（十二）": "B39-B40",
    "二（十三）": "B41-B48 D13-D14 D16",
    "一；二": "C02",
    "三（三）": "C03 S08",
    "二（一）": "D09-D12 D18",
    "二（十五）": "D15",
    "二（十四）": "D17",
}
# First six hexadecimal digits of the SHA-256 of each message, in order.
MESSAGES = {
    "A": "e252be 8f3336 167f18 80c824 01c23a df84f3 5dd607 08c8dc cf617a 72d77e 7e8f77 82bd6c d634e5 b8e2f6 fc048d "
    "600cf7 8f09be 9a8e32 f44fa6 332541 26ee76",
    "B": "c7032b e8e446 aa3b0b a33511 1528c6 90e94c 47f66e 353f60 14738b 335c15 cf07cb fc9d08 12020f 604cb7 7907ce "
    "86891c ee7eb0 002ca4 036f04 dbd120 bc9011 84c964 677f61 f80dc3 9d637a 2a2e97 a2629d faa91d 2ecf8d 300743 "
    "109c91 097caa aec0f6 4c950a be85b8 9aec61 19328c ba6b67 a05248 466892 e09898 e09898 e09898 01bba8 65a5ef "
    "707467 0e5783 343c74 744d72 1080e7",
    "C": "983022 947b73 243ba1 baad3e 1b23e7 af7f18 42bd10 7f9b88",
    "D": "9f800e d2edf2 8d3b7c 32ef85 c7fee6 90832f e77c5b a64c9b 2c192a 462b09 f88404 4e9b06 1e28a6 26fa38 86d0de "
    "58cc46 363b11 6e7e56 13b20c",
    "S": "0b1b84 02703c ec5b2d 26ac6a 769312 5a2023 185c9c e1116b 586140",
}
LETTERS = {"error": "E", "warning": "W", "hint": "H"}
ALWAYS_KNOWN = {"指标", "值", "单位", "原文", "期"}
OFFICE_RULES = [
    *("reconcile", "overlap", "missing_units", "same_choice", "verified_rate"),
    *("unit_against_lead", "adjudication_reason"),
    *("seal", "key", "fork", "duplicate", "broken_line", "plan_version", "resaved", "late", "open_findings"),
]

Table = dict[str, Any]


def shipped() -> list[Table]:
    """Return the rows of checks.toml as they stand there."""
    rows: list[Table] = tomllib.loads((PLAN / "checks.toml").read_text("utf-8"))["check"]
    return rows


def group(letter: str) -> list[Table]:
    return [check for check in shipped() if check["id"].startswith(f"CK-{letter}")]


def relations(check: Table) -> list[Table]:
    rows: list[Table] = check.get("relation", [])
    return rows + ([check] if "must" in check or "when" in check else [])


def spelled(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        for number in range(int(first[1:]), int((last or first)[1:]) + 1):
            yield f"CK-{first[0]}{number:02}"


def test_the_catalogue_has_107_checks() -> None:
    assert len(shipped()) == 107


@pytest.mark.parametrize("letter", sorted(LEVELS))
def test_the_ids_of_a_group_follow_each_other_without_a_gap(letter: str) -> None:
    assert [check["id"] for check in group(letter)] == [f"CK-{letter}{n:02}" for n in range(1, len(LEVELS[letter]) + 1)]


@pytest.mark.parametrize("letter", sorted(LEVELS))
def test_every_check_has_the_level_that_was_agreed(letter: str) -> None:
    assert "".join(LETTERS[check["level"]] for check in group(letter)) == LEVELS[letter]


def test_checks_that_honest_figures_trip_are_warnings() -> None:
    levels = {check["id"]: check["level"] for check in shipped()}
    softened = ("CK-A11", "CK-A16", "CK-B04", "CK-B33", "CK-D04", "CK-D09")
    assert {levels[check] for check in softened} == {"warning"}


def test_every_check_names_its_clause() -> None:
    expected = {check: clause for clause, ranges in CLAUSES.items() for check in spelled(ranges)}
    assert {check["id"]: check["clause"] for check in shipped()} == expected


@pytest.mark.parametrize("letter", sorted(MESSAGES))
def test_every_message_is_worded_as_the_catalogue_words_it(letter: str) -> None:
    worded = {check["id"]: next(iter(check.get("wordings", {}).values()), check["message"]) for check in group(letter)}
    digests = {id: hashlib.sha256(words.encode()).hexdigest()[:6] for id, words in worded.items()}
    assert digests == dict(zip(digests, MESSAGES[letter].split(), strict=True))


def test_every_blank_of_a_relation_check_gets_a_figure() -> None:
    unfilled = [
        (check["id"], blank)
        for check in shipped()
        for relation in relations(check)
        for blank in re.findall(r"{([^}]+)}", relation.get("message", check["message"]))
        if blank not in ALWAYS_KNOWN and blank not in relation.get("values", {})
    ]
    assert unfilled == []


def test_every_rule_of_a_units_own_check_has_a_function() -> None:
    from models.checks.rules import RULES

    assert {c["rule"] for c in shipped() if "rule" in c} - set(RULES) == set(OFFICE_RULES)


def test_a_unit_is_never_asked_what_only_the_office_can_see() -> None:
    plan = load_plan(PLAN)
    assert [check.rule for check in plan.checks.values() if check.office] == OFFICE_RULES


def test_only_the_conversion_of_a_measure_may_be_explained_by_a_bare_confirmation() -> None:
    assert [check["id"] for check in shipped() if check.get("confirm")] == ["CK-A09"]
