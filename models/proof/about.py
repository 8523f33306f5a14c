"""About: what an act was about, as people read it: names, labelled figures and times, nothing only machines need."""

from collections.abc import Mapping
from datetime import datetime

from models.basics.messages import say
from models.basics.period import format_time
from models.store.file.chain import ActRow

_SEEN, _DIGEST = 8, 64
FIRST = ("unit", "units", "period", "indicator")  # whatever the order they were written down in
TIMES = frozenset(("registered", "before", "after", "until", "since"))
CODES = frozenset(("digest", "keep"))
MACHINES = frozenset(
    (
        "adjudication", "again", "at", "book_sha256", "compared", "confirmed", "content", "head", "id", "query", "root",
        "ruling", "sha256", "slice", "stage", "what",
    )
)  # fmt: skip
LABELLED = frozenset(
    (
        *TIMES, *CODES, "came_on", "changes", "corrects", "channel_before", "checked_by", "copies", "entered_by",
        "handler", "handler_before", "key", "n", "number", "revision", "settings", "shelf", "version",
    )
)  # fmt: skip


def about_words(row: ActRow, names: Mapping[str, str]) -> str:
    """Return what an act was about, for people: `names` by id."""
    about = {key: text for key, text in row.about.items() if text not in ("", "True", "False")}
    keys = [*(key for key in FIRST if key in about), *(key for key in about if key not in FIRST)]
    said = (_said(key, about[key], names) for key in keys if key not in MACHINES and not _is_plan(key, about[key]))
    return "，".join(dict.fromkeys(said))


def _said(key: str, text: str, names: Mapping[str, str]) -> str:
    if key == "place":
        return _place(text, names)
    if key == "units":
        return "、".join(names.get(one, one) for one in text.split("、"))
    if key not in LABELLED:
        return names.get(text, _short(text))
    if key in TIMES:
        text = _time(text)
    elif key in CODES:
        text = f"{text[:4]} {text[4:_SEEN]}".upper()
    return say(f"record.about.{key}", 值=_short(text))


def _place(text: str, names: Mapping[str, str]) -> str:
    """The name of an item, and whose line it is, without the check that found something there."""
    first, *rest = text.split("@")
    item, *line = [first, *rest] if first in names or not rest else rest
    whose = "、".join(names.get(one, one) for one in line)
    return names.get(item, item) + (f"（{whose}）" if whose else "")


def _is_plan(key: str, text: str) -> bool:
    """The versions of plans stand beside their digests, which nobody reads."""
    return key == "plan" and all(map(_is_digest, text.split()))


def _time(text: str) -> str:
    try:
        return format_time(datetime.fromisoformat(text))
    except ValueError:
        return text


def _short(text: str) -> str:
    return text[:_SEEN] if _is_digest(text) else text


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST and not set(text) - set("0123456789abcdef")
