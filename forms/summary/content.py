"""Content: what a summary is made of before it is drawn — figures with their decimals, verdicts, columns, sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, field
from datetime import datetime
from decimal import Decimal

from models.basics.messages import say
from models.basics.quantity import Rounding, format_number, plain, round_to
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.summary import Summary
from models.desk.changes import FigureChange
from models.ledger.roster import Roster

MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A number with the decimals it is shown with. `sums`: it is the sum of these rows of its column, 0-based."""

    value: Decimal
    _: KW_ONLY
    decimals: int = 0
    sums: tuple[int, ...] = ()
    mean: bool = False  # it is their mean
    rounding: Rounding = Rounding.GBT8170  # the plan's: `summary_sheets` sets it

    @property
    def text(self) -> str:
        """The number as people read it."""
        return format_number(self.value, self.decimals, self.rounding)


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """A verdict: its mark, and its words."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """完成率 in per cent, rounded once, with the share of the time that has passed, where that says something."""

    value: Decimal
    passed: Decimal | None
    mark: str

    @property
    def text(self) -> str:
        """The rate as people read it."""
        return f"{self.value:f}"


Value = str | ShownFigure | ShownVerdict | Completion


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """A column: its head, its share of the page's width, whether figures stand in it."""

    head: str
    width: int  # mm on paper, about 0.55 characters in the workbook
    figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySheet:
    """One sheet of the book and one part of the PDF."""

    name: str
    columns: tuple[SummaryColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    remarks: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(column.head for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySource:
    """What a summary is printed from."""

    city: City
    roster: Roster
    found: Summary
    office: str = ""
    until: datetime | None = None  # 数据截至; None = now is not told
    number: int = 0  # of an issued set, 0 for a draft
    keywords: str = ""  # of its files: number and kind as data, "" for a draft
    received: Mapping[str, tuple[int, datetime]] = field(default_factory=dict)  # unit → revision, registered
    adjudications: tuple[Adjudication, ...] = ()
    before: Summary | None = None  # of the period before, for 上期
    changes: tuple[FigureChange, ...] = ()
    refused: Mapping[str, bool] = field(default_factory=dict)  # unit without a return whose paper was rejected → told
    documents: Mapping[str, str] = field(default_factory=dict)  # setting (`overlap.Q06`) → the document it was set by


def columns_of(*said: tuple[str, int] | tuple[str, int, bool]) -> tuple[SummaryColumn, ...]:
    """Return columns by message key and width; a third member says that figures stand in it."""
    return tuple(SummaryColumn(say(f"papers.summary.{one[0]}"), one[1], len(one) > 2) for one in said)


def places_of(figures: Sequence[Decimal]) -> int:
    """Return how many decimals figures that stand together are shown with: as the longest needs, at most four."""
    return max((decimals_of(one) for one in figures), default=0)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a figure needs, at most four."""
    exponent = Decimal(plain(round_to(value, MOST_DECIMALS, Rounding.GBT8170))).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def texts_of(sheet: SummarySheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts, as both papers show them."""
    for row in sheet.rows:
        yield [value if isinstance(value, str) else value.text for value in row]
