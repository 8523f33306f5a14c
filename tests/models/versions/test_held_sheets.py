"""A return that an office holds says the same whatever was read before it, and beside whichever other one it is asked."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from models.basics.errors import AppError
from models.city.findings import found_across
from models.returns.frozen import thaw
from models.returns.known import known_return
from models.returns.returns import Return, parse_return
from models.sheet.sheet import Sheet
from models.versions import sheets as held
from tests.models.returns.test_frozen_sheets import sheets
from tests.models.returns.test_thawed import follows, next_of
from tests.seeds import seeds


@pytest.mark.parametrize("name", ["lincheng", "yunze"])
def test_revisions_that_are_read_in_turn_say_what_each_says_alone(name: str) -> None:
    like_another = 0
    for seed in seeds(2):
        chance = random.Random(seed)
        for first in chance.sample(sheets(name), 5):
            filed = [*_line(chance, replace(first, previous=None))]
            plan, settings = first.plan, first.settings
            before = thaw(filed[0], plan, settings)  # as if it were of the period before
            for one in (*filed, *chance.choices(filed, k=4)):
                known = chance.choice((None, known_return(one.content)))
                digest = chance.choice(("", one.digest))
                sheet = held.sheet_from(one.content, plan, settings, known, digest=digest)
                alone = thaw(one, plan, settings)
                beside, own = (replace(each, previous=before) for each in (sheet, alone))
                assert follows(one, beside) == follows(one, own)
                assert follows(one, sheet) == follows(one, alone)
                assert found_across(sheet, beside) == found_across(alone, own)
                like_another += len(sheet.cache._kept) > 0
    assert like_another > 20


def _line(chance: random.Random, sheet: Sheet) -> Iterator[Return]:
    for _ in range(8):
        try:
            filed = next_of(chance, sheet)
            sheet = thaw(filed, sheet.plan, sheet.settings)
        except AppError:
            continue
        yield parse_return(filed.content)


def test_bytes_that_are_no_more_what_was_taken_are_read_as_those_of_a_stranger() -> None:
    chance = random.Random(1)
    sheet = replace(chance.choice(sheets("lincheng")), previous=None)
    filed = next_of(chance, sheet)
    altered = filed.content.replace(b'"plan":', b'"plan": ', 1)
    with pytest.raises(AppError) as refused:
        held.sheet_from(altered, sheet.plan, sheet.settings, digest=filed.digest)
    assert (refused.value.code, refused.value.facts["why"]) == ("return_malformed", "not_canonical")


def test_a_sheet_keeps_what_was_found_in_it_when_the_next_one_is_read() -> None:
    chance = random.Random(1)
    sheet = replace(chance.choice(sheets("lincheng")), previous=None)
    one, other = (next_of(chance, sheet) for _ in range(2))
    first = held.sheet_from(one.content, sheet.plan, sheet.settings)
    said = follows(one, first)
    follows(other, held.sheet_from(other.content, sheet.plan, sheet.settings))
    assert held.sheet_from(one.content, sheet.plan, sheet.settings) is first and follows(one, first) == said
