"""Issued text: the number of a notice or chase, read from what is printed on it.

For papers of before their number lay in them as data, and for those that another program saved without it. Only the
program's own sentences count, with the name of our office beside them and a period that one of our plans has.
"""

import re
from collections.abc import Iterator

from forms.wording.issued_mark import MOST, IssuedMark
from models.basics.messages import say
from models.store.office.office_store import OfficeStore
from models.versions.held import plans_in_force
from models.workspace.act import ActKind

_SPACE = re.compile(r"\s+")
_NUMBER, _DAY, _ANY = "\ue000", "\ue001", "\ue002"  # stand for the blanks of a text while it is made a pattern
_BLANKS = {"编号": _NUMBER, "n": _NUMBER, "时间": _DAY, "日": _DAY, "年": _DAY, "单位": _ANY}
_GROUPS = {_NUMBER: r"(?P<n>\d{1,5})", _DAY: r"(?P<year>.{4,40}?)", _ANY: ".{1,60}?"}
_DATE = r"\d{4}-\d\d-\d\d"
_YEAR = re.compile(r"\d{4}", re.ASCII)


def mark_in_text(store: OfficeStore, text: str, office: str) -> IssuedMark | None:
    """Return what the text of a paper says of it; `office` is our code. None = it is no such paper of our office."""
    said, name = _plain(text), _plain(store.get_text("office_name"))
    if not name or name not in said:
        return None
    for kind, period, pattern, more in _patterns(store):
        found = re.search(pattern, said, re.ASCII)
        if found is None or not 0 < int(found["n"]) + more <= MOST:
            continue
        year = _YEAR.search(found["year"])
        if year is not None:
            return IssuedMark(kind=kind, period=period, number=int(found["n"]) + more, year=int(year[0]), office=office)
    return None


def _patterns(store: OfficeStore) -> Iterator[tuple[str, str, str, int]]:
    """Kind, period, the sentence as a pattern, and what its number lacks to that of the paper.

    A 更正通报 prints the number that it corrects: its own is a later one.
    """
    chase = re.escape(say("papers.kind.chase")) + _pattern("papers.chase.numbered")
    for plan in plans_in_force(store):
        for id, period in plan.periods.items():
            said = {"方案": plan.short_title, "期": period.name}
            brief = re.escape(_plain(say("papers.notice.brief.title", **said)))
            yield ActKind.CHASE, id, f"{chase}(?=.*{re.escape(_plain(period.name))})", 0
            yield ActKind.ISSUE, id, _pattern("papers.notice.lead", **said), 0
            yield ActKind.ISSUE, id, brief + _pattern("papers.notice.brief.under"), 0
            table = re.escape(_plain(say("papers.summary.title", **said) + period.name))
            yield ActKind.ISSUE, id, f"{table}{_pattern('papers.summary.issue_number')}.*?(?P<year>{_DATE})", 0
            yield ActKind.ISSUE, id, _pattern("papers.notice.correction.lead", **said), 1


def _pattern(key: str, **said: str) -> str:
    """A text of the program as a pattern, its number as the group "n", its day as "year"; the rest as it stands."""
    made = re.escape(_plain(say(key, **_BLANKS, **said)))
    for blank, pattern in _GROUPS.items():
        made = made.replace(blank, pattern)
    return made


def _plain(text: str) -> str:
    return _SPACE.sub("", text)
