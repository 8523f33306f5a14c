"""Record of a parameter: what the office may set."""

from collections.abc import Mapping
from decimal import Decimal

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterColumn:
    """One column of a parameter that is a table."""

    name: str
    type: str  # "text" | "number" | "date"
    measure: str = ""


Rows = tuple[Mapping[str, str], ...]  # rows of a table parameter: column → plain decimal text, ISO day or text


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What the office may set; None default = 待填, must not be guessed."""

    id: str
    name: str
    type: str  # "number" | "whole" | "date" | "choice" | "text" | "list" | "per_unit" | "table"
    default: Decimal | str | tuple[str, ...] | None = None
    choices: tuple[str, ...] = ()
    choice_words: tuple[str, ...] = ()  # how people read each choice; () = as it is
    values: Mapping[str, str]  # of per_unit: unit → decimal text
    measure: str = ""
    columns: tuple[ParameterColumn, ...] = ()  # of a table
    key: tuple[str, ...] = ()  # of a table: the columns that tell its rows apart
    rows: Rows = ()  # of a table: the plan's own
    clause: str = ""
    note: str = ""

    def words_of(self, choice: str) -> str:
        """Return a choice as people read it; anything else as it is."""
        return dict(zip(self.choices, self.choice_words, strict=False)).get(choice, choice)
