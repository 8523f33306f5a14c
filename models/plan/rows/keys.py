"""Keys: the one table of what a plan folder and a settings file may say.

Each key with its type, whether it is needed, its default and the format that brought it. The reader
(`models.plan.rows.values`) goes by this table; what a key is called in Chinese and the one sentence about it stand in
resources/messages/zh_CN/plan/keys.toml under the same names (`keys.unit.within`, and `keys.common` for those of every
table), so that guide, schema and books say what the reader does.

To add a key: its line here, its sentence there, and what it does where its record is built.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from models.basics.messages import catalogue
from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.plan.records.indicator import Aggregate, Direction, Elapsed, Quarterly
from models.plan.records.item import ColumnType, ItemType, Means, Role
from models.plan.records.units import Part

FORMAT = 2  # of plan folders
MOST_DECIMALS = 12
PARAMETER_TYPES = ("number", "whole", "date", "choice", "text", "list", "per_unit", "table")
LEVELS = ("error", "warning", "hint")
RECONCILE = ("decides", "informs", "none")
MASKS = ("plate", "name", "code")
OVERLAPS = ("included_in_county", "separate")
CONFIRMABLE = ("header", "data_units", "decimals", "scoring")  # what the office can say stays as the plan has it
STOPS_CLOCK = ("electronic", "stamped")  # what counts as reported: the electronic return, or its stamped paper
RANKS = (1, 99)
YEARS = (2000, 2199)


class Type(StrEnum):
    """What the value of a key is."""

    TEXT = "text"
    ID = "id"
    NAME = "name"  # an id that formulas speak of
    FLAG = "flag"
    WHOLE = "whole"
    DAY = "day"
    DAYS = "days"
    TIME = "time"
    FIGURE = "figure"  # a decimal number, as text or bare
    TARGET = "target"  # a figure, a word, or true
    TEXTS = "texts"
    PAIRS = "pairs"  # a table of texts
    FIGURES = "figures"  # a table of figures
    FOLLOWS = "follows"  # a text, or a table of texts
    KEYS = "keys"  # lists of texts
    WORD = "word"  # one of `words`
    MEASURE = "measure"
    FORMULA = "formula"
    REF = "ref"  # an id of `of`
    REFS = "refs"
    UNITS = "units"  # selectors of units
    ITEMS = "items"  # selectors of items
    TABLE = "table"  # a table inside, `of`
    ROWS = "rows"  # several tables inside, `of`
    BOUND = "bound"  # a day, or a text that names one
    RECORDS = "records"  # tables whose keys the row itself declares as its columns
    VALUE = "value"  # what a parameter is set to, as its type says
    INPUT = "input"  # what the rule of a check is told, as `models.plan.rules` says
    FREE = "free"  # tables whose keys the plan itself declares


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a table."""

    name: str
    type: Type
    needed: bool = False
    default: object = None  # None = the empty value of its type
    words: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None  # of a whole number
    of: str = ""  # kind of what a reference names; table of a table inside
    since: int = 2  # format that brought it


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """One kind of table: where it stands and its keys, in the order they are written."""

    name: str
    keys: tuple[Key, ...]
    single: bool = False  # [name], not [[name]]
    inside: str = ""  # the table it stands in; "" = at the top
    settings: bool = False  # of the settings file, not of a plan

    def key(self, name: str) -> Key | None:
        """Return a key by its name, None if the table has none."""
        return next((key for key in (*self.keys, *COMMON) if key.name == name), None)


def head_of(table: str, key: str) -> str:
    """Return what a key is called in Chinese, as the head of a column."""
    return _said(table, key).partition("：")[0]


def sentence_about(table: str, key: str) -> str:
    """Return the one sentence about a key."""
    return _said(table, key).partition("：")[2]


def _said(table: str, key: str) -> str:
    texts = catalogue()
    return texts.get(f"keys.{table}.{key}") or texts[f"keys.common.{key}"]


def _key(name: str, type: Type, of: str = "", **more: object) -> Key:
    return Key(name=name, type=type, of=of, **more)  # type: ignore[arg-type]


def _need(name: str, type: Type, of: str = "", **more: object) -> Key:
    return Key(name=name, type=type, of=of, needed=True, **more)  # type: ignore[arg-type]


def _word(name: str, kind: type[StrEnum] | tuple[str, ...], default: str | None = None, *, needed: bool = False) -> Key:
    words = kind if isinstance(kind, tuple) else tuple(one.value for one in kind)
    return Key(name=name, type=Type.WORD, words=words, default=default, needed=needed)


COMMON = (_key("clause", Type.TEXT), _key("note", Type.TEXT))
_ID, _NAME = _need("id", Type.ID), _need("id", Type.NAME)
_CALLED = _need("name", Type.TEXT)
_COLUMN = (
    _CALLED, _word("type", ColumnType, needed=True), _key("required", Type.FLAG), _key("choices", Type.TEXTS),
    _key("measure", Type.MEASURE), _key("range", Type.TABLE, "range"),
)  # fmt: skip
_RELATION = (
    _key("must", Type.FORMULA), _key("when", Type.FORMULA), _key("rows", Type.REFS, "register"),
    _key("item", Type.REF, "item"), _key("at", Type.REF, "register"), _key("values", Type.PAIRS),
    _key("needs", Type.TEXTS), _key("blanks", Type.TEXTS),
)  # fmt: skip
RULE_INPUTS = (  # what rules are told, as `models.plan.rules` says for each of them
    "limit", "of", "items", "except", "measures", "except_measures", "tolerance", "figures", "registers", "keys",
    "parts", "percent", "absolute", "indicator",
)  # fmt: skip
_ITEM = (
    _CALLED, _key("measure", Type.MEASURE), _word("type", ItemType, needed=True),
    _key("decimals", Type.WHOLE, bounds=(0, MOST_DECIMALS)), _key("tables", Type.REFS, "table"),
    _key("frequency", Type.REF, "period_kind"), _key("due_in", Type.REFS, "period_kind"),
    _key("cumulative", Type.FLAG), _key("last_year", Type.FLAG), _key("required", Type.FLAG),
    _key("required_when", Type.FORMULA), _key("na_when", Type.FORMULA), _key("na_allowed", Type.FLAG, default=True),
    _key("negative", Type.FLAG), _key("early", Type.FLAG), _key("final", Type.FLAG), _key("choices", Type.TEXTS),
    _key("choices_from", Type.TEXT), _key("range", Type.TABLE, "range"), _key("usual", Type.FIGURE),
    _key("same_everywhere", Type.FLAG),
    _key("accepts", Type.FIGURES), _key("formula", Type.FORMULA), _key("count", Type.ROWS, "count"),
    _key("changed", Type.TEXT),
)  # fmt: skip


_TABLES = (
    Keys(name="plan", single=True, keys=(
        _need("format", Type.WHOLE, bounds=(FORMAT, FORMAT)), _ID, _need("version", Type.TEXT),
        _need("title", Type.TEXT), _key("short_title", Type.TEXT), _key("doc_no", Type.TEXT),
        _need("issued", Type.DAY), _need("since", Type.DAY), _need("until", Type.DAY),
        _key("year", Type.WHOLE, bounds=YEARS), _word("rounding", Rounding, needed=True),
        _key("follows", Type.TEXT), _key("office", Type.REF, "unit"), _key("header", Type.PAIRS),
        _key("book_seal", Type.FLAG, default=True),
    )),
    Keys(name="calendar", single=True, keys=(_key("holidays", Type.DAYS), _key("workdays", Type.DAYS))),
    Keys(name="uses", single=True, keys=(
        _key("mask", Type.REF, "parameter"), _key("evidence_limit", Type.REF, "parameter"),
    )),
    Keys(name="words", single=True, keys=(
        _need("programme", Type.TEXT), _key("programme_long", Type.TEXT), _need("whole", Type.TEXT),
        _key("whole_total", Type.TEXT),
        _need("office", Type.TEXT), _need("office_long", Type.TEXT), _need("local", Type.TEXT),
        _key("local_total", Type.TEXT), _key("within", Type.TEXT), _key("region", Type.TEXT),
        _key("channels", Type.TEXT),
    )),
    Keys(name="measure", keys=(
        _CALLED, _key("of", Type.TEXT), _key("factor", Type.FIGURE), _key("spellings", Type.TEXTS),
        _key("counted", Type.FLAG),
    )),
    Keys(name="unit_kind", keys=(
        _ID, _CALLED, _need("all", Type.TEXT), _need("level", Type.WHOLE, bounds=RANKS),
        _key("files", Type.FLAG, default=True), _key("lies_in", Type.REFS, "unit_kind"), _key("targets", Type.FLAG),
        _key("group", Type.FLAG),
    )),
    Keys(name="unit", keys=(
        _ID, _need("kind", Type.REF, "unit_kind"), _key("name", Type.TEXT), _key("code", Type.TEXT),
        _key("names", Type.ROWS, "dated_name"), _key("full_name", Type.TEXT), _key("aliases", Type.TEXTS),
        _key("within", Type.REF, "unit"), _key("since", Type.DAY), _key("until", Type.DAY),
        _key("becomes", Type.REFS, "unit"), _key("was", Type.TEXTS), _key("enabled", Type.FLAG, default=True),
    )),
    Keys(name="dated_name", inside="unit", keys=(
        _CALLED, _key("code", Type.TEXT), _key("since", Type.DAY), _key("until", Type.DAY),
        _key("full_name", Type.TEXT),
    )),
    Keys(name="group", keys=(_ID, _CALLED, _key("members", Type.UNITS))),
    Keys(name="period_kind", keys=(
        _ID, _CALLED, _need("rank", Type.WHOLE, bounds=RANKS), _key("deciding", Type.FLAG),
        _key("preliminary", Type.FLAG), _key("final", Type.FLAG),
    )),
    Keys(name="period", keys=(
        _ID, _CALLED, _need("kind", Type.REF, "period_kind"), _need("start", Type.DAY), _need("end", Type.DAY),
        _key("counts_from", Type.DAY), _need("tables", Type.REFS, "table"), _key("predecessor", Type.FOLLOWS),
        _key("last_year", Type.TEXT), _key("rising", Type.FLAG),
    )),
    Keys(name="table", keys=(
        _ID, _CALLED, _word("role", Role, needed=True), _key("column", Type.ROWS, "table_column"),
    )),
    Keys(name="table_column", inside="table", keys=(
        *_COLUMN, _word("means", Means), _key("not_begun", Type.TEXTS), _key("done", Type.TEXTS),
        _key("stopped", Type.TEXTS),
    )),
    Keys(name="range", inside="item", keys=(_key("low", Type.FIGURE), _key("high", Type.FIGURE))),
    Keys(name="assignment", keys=(
        _need("table", Type.REF, "table"), _need("units", Type.UNITS), _need("items", Type.ITEMS),
        _key("split", Type.UNITS), _key("optional", Type.FLAG), _word("part", Part, Part.ADDS.value),
        _key("duty", Type.FLAG),
    )),
    Keys(name="block", keys=(
        _ID, _need("title", Type.TEXT), _key("lead", Type.UNITS), _key("responsible", Type.UNITS),
        _key("lead_as_written", Type.TEXT), _key("responsible_as_written", Type.TEXT), _key("text", Type.TEXT),
    )),
    Keys(name="safeguard", keys=(
        _need("title", Type.TEXT), _need("text", Type.TEXT), _key("units", Type.UNITS), _key("places", Type.TEXTS),
    )),
    Keys(name="indicator", keys=(
        _NAME, _CALLED, _need("as_written", Type.TEXTS), _key("measure", Type.MEASURE),
        _word("direction", Direction, needed=True), _key("target", Type.TARGET), _key("low", Type.FIGURE),
        _key("high", Type.FIGURE), _key("base", Type.TABLE, "base"), _key("grades", Type.TEXTS),
        _key("steps", Type.ROWS, "step"), _key("since", Type.DAY), _need("due", Type.DAY),
        _word("elapsed", Elapsed, Elapsed.DAYS.value), _key("multi_year", Type.FLAG),
        _word("quarterly", Quarterly, Quarterly.LEVEL.value), _word("aggregate", Aggregate, needed=True),
        _key("aggregate_by", Type.REF, "parameter"), _need("value_item", Type.REF, "item"),
        _key("verified_item", Type.REF, "item"), _key("decides_by_date", Type.REF, "item"),
        _key("numerator", Type.REF, "item"), _key("denominator", Type.REF, "item"), _key("exact", Type.FORMULA),
        _key("decide_decimals", Type.WHOLE, bounds=(0, MOST_DECIMALS)), _word("decide_rounding", Rounding),
        _word("reconcile", RECONCILE, "none"), _key("decomposed", Type.REFS, "unit_kind"),
        _need("main_reporter", Type.REF, "unit"), _key("block", Type.REF, "block"),
        _key("lead_as_written", Type.TEXT), _key("responsible_as_written", Type.TEXT), _key("clauses", Type.TEXTS),
        _key("notes", Type.TEXTS),
    )),
    Keys(name="base", inside="indicator", keys=(
        _key("item", Type.REF, "item"), _key("value", Type.FIGURE), _key("year", Type.WHOLE, bounds=YEARS),
        _key("last_year", Type.FLAG),
    )),
    Keys(name="step", inside="indicator", keys=(_need("period", Type.REF, "period"), _need("target", Type.FIGURE))),
    Keys(name="item", keys=(_NAME, _need("indicator", Type.REF, "indicator"), *_ITEM)),
    Keys(name="count", inside="item", keys=(
        _need("register", Type.REF, "register"), _key("when", Type.FORMULA), _key("date", Type.TEXT),
        _key("since", Type.BOUND), _key("until", Type.BOUND), _key("total", Type.TEXT), _key("distinct", Type.TEXT),
    )),
    Keys(name="process", keys=(_NAME, _CALLED, _key("block", Type.REF, "block"), _need("part", Type.ROWS, "part"))),
    Keys(name="part", inside="process", keys=(_NAME, *_ITEM)),
    Keys(name="register", keys=(
        _NAME, _CALLED, _need("units", Type.UNITS), _need("keys", Type.KEYS), _key("names", Type.TEXT),
        _need("column", Type.ROWS, "register_column"), _key("fixed", Type.RECORDS),
    )),
    Keys(name="register_column", inside="register", keys=(
        *_COLUMN, _key("required_when", Type.FORMULA), _word("mask", MASKS), _key("ordinal", Type.FLAG),
    )),
    Keys(name="parameter", keys=(
        _NAME, _CALLED, _word("type", PARAMETER_TYPES, needed=True), _key("default", Type.VALUE),
        _key("choices", Type.TEXTS), _key("choice_words", Type.TEXTS), _key("values", Type.FIGURES),
        _key("measure", Type.MEASURE),
        _key("columns", Type.ROWS, "parameter_column"), _key("key", Type.TEXTS), _key("rows", Type.RECORDS),
    )),
    Keys(name="parameter_column", inside="parameter", keys=(
        _CALLED, _word("type", ("text", "number", "date"), "text"), _key("measure", Type.MEASURE),
    )),
    Keys(name="deliverable", keys=(
        _ID, _key("block", Type.REF, "block"), _need("text", Type.TEXT), _need("kind", Type.TEXT),
        _key("units", Type.UNITS), _need("places", Type.TEXTS),
    )),
    Keys(name="check", keys=(
        _ID, _word("level", LEVELS, needed=True), _need("message", Type.TEXT), _key("rule", Type.TEXT), *_RELATION,
        _key("relation", Type.ROWS, "relation"), _key("leaves_out", Type.FLAG), _key("scope", Type.TEXTS),
        _key("periods", Type.REFS, "period_kind"), _key("units", Type.UNITS), _key("confirm", Type.FLAG),
        _key("trial", Type.FLAG), _key("wordings", Type.PAIRS), *(_key(name, Type.INPUT) for name in RULE_INPUTS),
    )),
    Keys(name="relation", inside="check", keys=(*_RELATION, _key("message", Type.TEXT))),
    Keys(name="due", single=True, settings=True, keys=(_key("*", Type.TIME, "period"),)),
    Keys(name="extension", settings=True, keys=(
        _need("period", Type.REF, "period"), _need("unit", Type.REF, "unit"), _need("until", Type.TIME),
        _need("reason", Type.TEXT), _need("approved_by", Type.TEXT),
    )),
    Keys(name="clock", single=True, settings=True, keys=(_word("stopped_by", STOPS_CLOCK, STOPS_CLOCK[0]),)),
    Keys(name="confirmed", single=True, settings=True, keys=tuple(_key(name, Type.TEXT) for name in CONFIRMABLE)),
    Keys(name="parameters", single=True, settings=True, keys=(_key("*", Type.FREE, "parameter"),)),
    Keys(name="overlap", single=True, settings=True, keys=(_key("*", Type.PAIRS, "indicator"),)),
    Keys(name="groups", single=True, settings=True, keys=(_key("*", Type.TEXTS, "unit"),)),
    Keys(name="target", settings=True, keys=(
        _need("unit", Type.REF, "unit"), _need("indicator", Type.REF, "indicator"), _need("value", Type.FREE),
        _need("doc_no", Type.TEXT), _key("doc_date", Type.FREE),
    )),
    Keys(name="waiver", settings=True, keys=(
        _need("check", Type.REF, "check"), _need("unit", Type.REF, "unit"), _need("period", Type.REF, "period"),
        _need("reason", Type.TEXT), _need("approved_by", Type.TEXT),
    )),
)  # fmt: skip
KEYS: Mapping[str, Keys] = MappingProxyType({table.name: table for table in _TABLES})
