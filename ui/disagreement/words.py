"""Later words: what is said of filed returns that a correction of an earlier period contradicts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.checks.on_screen import screen_message
from ui.basics.texts import revision_words, time_text

if TYPE_CHECKING:  # there is one only where something was filed
    from models.city.findings import OfficeFinding
    from models.store import FiledReturn
    from models.versions.contradicted import Contradicted


def later_words(found: Sequence["Contradicted"], most: int | None = None) -> list[str]:
    """Return what is told where the earlier period is corrected: which returns, what of them, the way out; [] = none.

    Of more places than `most` the first are named.
    """
    if not found:
        return []
    lines = [
        say("later.one", 报告期=one.period.name, **_paper(one.filed), 句=breach_words(one, finding))
        for one in found
        for finding in one.findings
    ]
    named = say("later.between").join(dict.fromkeys(one.period.name for one in found))
    return [say("later.told", n=len(lines), m=len(found)), *_first(lines, most), say("later.way", 报告期=named)]


def again_words(found: Sequence["Contradicted"], most: int | None = None) -> list[str]:
    """Return what is told where the later period is open: which return came after it, what of ours, the way out."""
    lines: list[str] = []
    for one in found:
        lines.append(again_told(one))
        lines += _first([breach_words(one, finding) for finding in one.findings], most)
    named = say("later.between").join(one.beside.name for one in found)
    return [*lines, say("later.again_way", 前期=named)] if lines else []


def again_told(one: "Contradicted") -> str:
    """Return which return came after the one that disagrees with it, and in how many places."""
    return say("later.again", 前期=one.beside.name, **again_facts(one))


def again_facts(one: "Contradicted") -> dict[str, str | int]:
    """Return the same as blanks of a text: 版, 时, n."""
    return {**(_paper(one.other) if one.other else {}), "n": len(one.findings)}


def disagreement_told(one: "Contradicted") -> str:
    """Return the heading over what one other return disagrees with: which, in how many places, the way out."""
    if one.other is not None:
        return again_told(one)
    return say("later.head", 报告期=one.period.name, **_paper(one.filed), n=len(one.findings))


def breach_words(one: "Contradicted", finding: "OfficeFinding") -> str:
    """Return what the check of the other period says, with figures as the grid shows them."""
    return screen_message(finding.source, one.sheet) if finding.source else finding.message


def _first(lines: list[str], most: int | None) -> list[str]:
    more = len(lines) - most if most is not None else 0
    return [*lines[:most], say("later.more", n=more)] if more > 0 else lines


def _paper(filed: "FiledReturn") -> dict[str, str]:
    return {"版": revision_words(filed.revision), "时": time_text(filed.filed_at)}
