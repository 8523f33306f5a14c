"""Other words: what pages say that neither the return, its plan, nor our own words of papers say.

A line of somebody's own needs no number to mislead: 此表作废, sixty-six, ½. Every run of letters on a page must stand
in a text that is known, or be the end of one and the beginning of the next, since cells that lie side by side may run
together. So texts may be broken, ordered and laid out in any way. What cannot be found so: words the paper itself uses.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from forms.document.strange import (
    MOST,
    Found,
    in_one_form,
    lines_in_one_form,
    of_this_revision,
    sealed_text,
)
from forms.page.font_files import NAME_OF, TYPEFACES
from forms.wording.earlier import earlier_words
from forms.wording.paper_texts import barcode_of
from models.basics.messages import CHINESE, PLAN_WORDS, catalogue, say_in
from models.plan.plan import Plan
from models.returns.returns import Return

_RUN = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"(?:[0-9]+[a-z]|[a-z]+[0-9])[0-9a-z]*", re.ASCII)  # 19O for 190; codes are such too
_PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
_LEAST_PART = 3  # letters of the longer part where two texts run together
_LONGEST_PARTED = 200  # letters of a run that is looked through for two texts
_ON_PAGES = frozenset((  # whose words the pages of a return print, by the second part of their keys
    "document", "findings", "table", "cells", "changes", "register", "progress", "state", "kind", "program", "page_of",
    "open_with", "office_unnamed", "test", "continued", "and", "stands_in", "stand_ins", "lacking", "entered",
))  # fmt: skip


class KnownWords:
    """What a paper may say: runs of letters, of its texts, its plan's words and ours."""

    def __init__(self, filed: Return, plan: Plan, said: Iterable[str]) -> None:
        """Take in the texts; `said`: every text of its workbook, its findings."""
        texts = [*said, sealed_text(filed), filed.digest, barcode_of(filed.digest)]
        texts += [plan.periods[filed.period].name, plan.unit_name(filed.unit)]
        if plan.office:  # whom the cover tells where to send it
            texts.append(plan.unit_in(plan.office, filed.period))
        each = dict.fromkeys(texts)
        header = tuple(plan.header.items())
        always = _always(tuple(plan.words.items()), header, (plan.title, plan.short_title), earlier_words())
        self._runs = always.runs.union(_runs(lines_in_one_form(each)))  # no run goes over the end of a line
        self._joined = always.joined + "\n".join([*(self._runs - always.runs), ""])
        self._signs = always.signs | _odd_signs("".join(each))

    def unknown(self, text: str) -> list[str]:
        """Return the runs of letters of a text that nobody said, and single signs such as ½ and ¹."""
        found = [run for run in _runs(text) if not self._says(run)]
        odd = _odd_signs(text) - self._signs
        return [*found, *(sign for sign in text if sign in odd)] if odd else found

    def _says(self, run: str) -> bool:
        if run in self._runs or run in self._joined:
            return True
        return len(run) <= _LONGEST_PARTED and any(
            max(place, len(run) - place) >= _LEAST_PART
            and f"{run[:place]}\n" in self._joined
            and f"\n{run[place:]}" in self._joined
            for place in range(1, len(run))
        )


def other_words(texts: Sequence[str], filed: Return, plan: Plan, known: KnownWords) -> Found:
    """Return the words on pages that a paper does not know, page by page: (page from 1, words), at most `MOST`."""
    own = of_this_revision(texts, filed, plan)
    found = dict.fromkeys((page, words) for page, text in enumerate(own, 1) for words in known.unknown(text))
    return tuple(found)[:MOST]


@cache
def _chinese() -> re.Pattern[str]:
    """A Chinese sign: so wide a range is compiled when something is unknown."""
    return re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def other_chinese(texts: Iterable[str], known: KnownWords) -> tuple[str, ...]:
    """Return those texts that say in Chinese what a paper does not; names of programs are in other letters."""
    return tuple(text for text in texts if any(_chinese().search(run) for run in known.unknown(text)))


def _runs(text: str) -> list[str]:
    small = in_one_form(text).casefold()
    return [*_RUN.findall(small), *_MIXED.findall(small)]


def _odd_signs(text: str) -> frozenset[str]:
    """The numbers of a text that are no digits: ½, ¹, Ⅳ, ⑨."""
    return frozenset(sign for sign in set(text) if not sign.isascii() and unicodedata.category(sign) in ("No", "Nl"))


class _Always(NamedTuple):
    """What every paper of a plan may say: runs, the same each on a line of its own, single signs."""

    runs: frozenset[str]
    joined: str
    signs: frozenset[str]


@lru_cache(maxsize=8)
def _always(
    words: tuple[tuple[str, str], ...],
    header: tuple[tuple[str, str], ...],
    titles: tuple[str, ...],
    earlier: tuple[str, ...],
) -> _Always:
    """Take in a plan's words, our own and those of earlier releases, once for a plan."""
    named = dict(words)
    texts = [*named.values(), *(text for pair in header for text in pair), *titles, *_our_words(named, earlier)]
    whole = "\n".join(texts)
    runs = frozenset(_runs(whole))
    return _Always(runs, "\n".join(["", *runs, ""]), _odd_signs(whole))


def _our_words(words: Mapping[str, str], earlier: Iterable[str]) -> Iterable[str]:
    """Our words on the pages of a return, with the plan's own words where they name some; other places split them."""
    called = {blank: words[key] for blank, key in PLAN_WORDS.items() if key in words}
    ours = [
        text for key, text in catalogue(CHINESE).items() if key.startswith("papers.") and key.split(".")[1] in _ON_PAGES
    ]
    for text in (*ours, *earlier):
        yield _PLACEHOLDER.sub(lambda found: called.get(found[1], "\n"), text)
    for role in NAME_OF.values():
        yield from (say_in(CHINESE, "papers.stands_in", 字体=role, 代=name) for name in TYPEFACES.values())
