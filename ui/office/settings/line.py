"""Setting line: one setting of an office — what it is, what is in force, how it is changed; fields several ask for.

A change is the TOML that `office set` takes: the window and the command line keep settings by one way.
"""

import json
from collections.abc import Callable, Mapping

from models.basics.messages import say
from models.basics.records import dataclass
from ui.office.asking import AskedField
from ui.office.session import OfficeSession

GROUNDS = frozenset({"reason", "approved_by", "doc_no"})  # fields on which no effect depends
UNSAID = "—"  # for a ground, while only the effect is looked at
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One setting. `stands` are the keys of its history; `toml` makes the change of what was typed."""

    key: str
    group: str
    name: str
    value: str  # "" = not given
    stands: tuple[str, ...] = ()
    fields: tuple[AskedField, ...] = ()  # none: it comes from a file only
    toml: Callable[[Said], str] | None = None
    decides: bool = False  # a verdict of the open period waits for it
    question: str = ""  # what depends on it, while the office has not said it
    apart: bool = False  # kept by an act of its own: it is no setting that a pack takes to the units

    @property
    def editable(self) -> bool:
        """True for what can be changed here."""
        return self.apart or self.toml is not None

    def change(self, said: Said) -> str:
        """Return what would be kept of what was typed: the TOML that `office set` takes, or the text itself."""
        return self.toml(said) if self.toml is not None else said["value"]

    def foreseen(self, said: Said) -> str:
        """Return the change as its effect is worked out, "" while what it depends on is not there: no ground is."""
        if self.apart:
            return said["value"]
        grounds = {one.name for one in self.fields} & GROUNDS
        if any(one.lacks(said[one.name]) for one in self.fields if one.name not in grounds):
            return ""
        return self.change({**said, **dict.fromkeys(grounds, UNSAID)})

    @property
    def called(self) -> str:
        """The name in a sentence: without the signs around that of a row which makes a new one."""
        return self.name.strip("＋+… ")

    @property
    def open(self) -> bool:
        """True for what waits for the office: to be decided, or a question the plan leaves to it."""
        return self.decides or bool(self.question)


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def entry(section: str, **said: str) -> str:
    """Return one entry of a list of the settings file."""
    return "\n".join([f"[[{section}]]", *(f"{key} = {quoted(text)}" for key, text in said.items())]) + "\n"


def one_of_table(table: str, key: str, said: Said) -> str:
    """Return one value of a table of the settings file."""
    return f"[{table}]\n{quoted(key)} = {quoted(said['value'])}\n"


def units(session: OfficeSession) -> dict[str, str]:
    """Return the units that can be chosen, with their names."""
    return {one.id: session.unit_name(one.id) for one in session.plan.filing_units}


def periods(session: OfficeSession) -> dict[str, str]:
    """Return the periods that can be chosen, with their names."""
    return {one.id: one.name for one in session.plan.periods.values()}


def grounds() -> tuple[AskedField, ...]:
    """Return what is asked of a decision for one unit: why, and who approved it."""
    return (
        AskedField(name="reason", words=say("office.ask.reason"), reason=True),
        AskedField(name="approved_by", words=say("office.set.approved_by")),
    )
