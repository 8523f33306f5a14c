"""A plan's rows about who fills what: kinds of unit, units, groups, blocks, tables, registers and assignments.

Each reader takes its TOML rows and gives records by id; what is wrong is noted at its row and the record made as well
as it can be, so that one mistake does not hide the next. Source of the shapes: `models.plan.rows.keys`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from models.plan.plan import (
    Assignment,
    Block,
    Column,
    ColumnType,
    DatedName,
    Item,
    Means,
    Part,
    Register,
    Role,
    Table,
    Unit,
    UnitKind,
    called,
    folded_name,
)
from models.plan.records.units import OFFICE
from models.plan.rows.keys import KEYS
from models.plan.rows.selectors import UnitPool, select
from models.plan.rows.toml_row import COLUMN, COLUMN_TYPE, NAME, Rows, TomlRow, words_of
from models.plan.rows.twins import Named, refuse_twins, those_read, unique
from models.plan.rows.values import Pools, Values, read

LIES_IN = "lies_in of "  # with the id of a kind of unit: one it may lie in was refused
NOBODY = UnitKind(id="", name="", all="", level=1)  # stands where a kind was wrong; the plan is refused anyway
COVER_MEANS = (Means.PREPARED, Means.REVIEWED, Means.ANSWERS, Means.TELEPHONE, Means.DATED, Means.MADE_BY)
ALONE = (Role.COVER, Role.PROCESS, Role.PROGRESS)  # one table of each at most


def read_unit_kinds(rows: Rows, pools: Pools) -> dict[str, UnitKind]:
    """Return the kinds of unit by id."""
    found = unique((row.id(), row, UnitKind(**read(row, "unit_kind", pools))) for row in rows)
    for row in rows:
        kind = found.get(row.id())
        if kind and len(kind.lies_in) < len(row.texts("lies_in")):
            row.problems.torn.add(f"{LIES_IN}{kind.id}")
    return found


def read_units(rows: Rows, groups: Rows, kinds: Mapping[str, UnitKind], pools: Pools) -> dict[str, Unit]:
    """Return units and groups by id, in the order of the file, groups last."""
    group = next((kind for kind in kinds.values() if kind.group), None)
    for row in groups if group is None else ():
        row.note("", "no_group_kind")
    found = unique(
        [
            *((row.id(), row, _unit(row, read(row, "unit", pools), kinds)) for row in rows),
            *((row.id(), row, _group(read(row, "group", pools), group or NOBODY)) for row in groups),
        ]
    )
    for row in rows:
        if (unit := found.get(row.id())) and unit.id == OFFICE:
            row.note("id", "reserved_id", 编号=OFFICE)
        home = found.get(unit.within or "") if unit else None
        torn = unit is not None and f"{LIES_IN}{unit.kind.id}" in row.problems.torn
        if unit and home and not torn and home.kind.id not in unit.kind.lies_in:
            row.note("within", "within_kind", 名称=home.id, 类型=unit.kind.name)
    _refuse_shared_names([*rows, *groups], found)
    return found


def _unit(row: TomlRow, said: Values, kinds: Mapping[str, UnitKind]) -> Unit:
    if said["since"] and said["until"] and said["until"] <= said["since"]:
        row.note("until", "ends_before")
    said |= {
        "kind": kinds.get(said["kind"]) or next(iter(kinds.values()), NOBODY),
        "names": _names(row, said),
        "within": said["within"] or None,
    }
    return Unit(**{key: value for key, value in said.items() if key not in ("name", "code")})


def _names(row: TomlRow, said: Values) -> tuple[DatedName, ...]:
    dated = tuple(_dated(one) for one in said["names"])
    if not dated:
        if not said["name"]:
            row.text("name")  # notes that it is needed
        return (DatedName(name=said["name"], code=said["code"]),)
    if said["name"] or said["code"]:
        row.note("name" if said["name"] else "code", "both_names")
    _refuse_gaps(row.rows("names"), dated)
    return dated


def _refuse_gaps(rows: Sequence[TomlRow], dated: Sequence[DatedName]) -> None:
    """Names follow each other without a gap, each from its first day on."""
    misspelt = any(set(one.found) - {"name", "code", "full_name", "since", "until"} for one in rows)
    for row, (before, after) in () if misspelt else zip(rows[1:], pairwise(dated), strict=True):
        if before.until is None or after.since is None or before.until > after.since:
            row.note("since", "name_order")
        elif before.until < after.since:
            row.note("since", "name_gap", 甲=before.name, 乙=after.name, 从=before.until, 到=after.since)
    for row in (
        row for row, one in zip(rows, dated, strict=True) if one.since and one.until and one.until <= one.since
    ):
        row.note("until", "name_order")


def _dated(said: Values) -> DatedName:
    return DatedName(**{key: said[key] for key in ("name", "code", "full_name", "since", "until")})


def _group(said: Values, kind: UnitKind) -> Unit:
    return Unit(
        id=said["id"], kind=kind, names=(DatedName(name=said["name"]),), clause=said["clause"], note=said["note"]
    )


def _refuse_shared_names(rows: list[TomlRow], units: Mapping[str, Unit]) -> None:
    """Two units of one name could not be told apart in a foreign book (Plan.unit_named)."""
    owners: dict[str, str] = {}
    for row in rows:
        unit = units.get(row.id())
        if unit is None:
            continue
        for text in called(unit):
            owner = owners.setdefault(folded_name(text), unit.id)
            if owner != unit.id:
                row.note("aliases", "name_shared", 名称=text, 甲=owner, 乙=unit.id)


def read_groups(rows: Rows, units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """Return group id → the members the plan itself names (none: 待填)."""
    return {row.id(): UnitPool(units).of(row, "members") for row in rows}


def read_blocks(rows: Rows, pool: UnitPool, pools: Pools) -> dict[str, Block]:
    """Return blocks by id; nobody answers for two of one title and clause."""
    found = unique((row.id(), row, _block(row, pool, pools)) for row in rows)
    answering = ((row, found[str(row.found["id"])]) for row in those_read(rows, found))
    refuse_twins(
        (Named(row, (one.clause,), frozenset((*one.lead, *one.responsible)), "title") for row, one in answering),
        "twin_block",
    )
    return found


def _block(row: TomlRow, pool: UnitPool, pools: Pools) -> Block:
    units = {"lead": pool.of(row, "lead"), "responsible": pool.of(row, "responsible", groups=True)}
    return Block(**{**read(row, "block", pools), **units})


def read_tables(rows: Rows, pools: Pools) -> dict[str, Table]:
    """Return tables by id, in printing order; one cover, one process and one progress table at most."""
    found = unique((row.id(), row, _table(row, read(row, "table", pools), pools)) for row in rows)
    seen: dict[Role, str] = {}
    for row in rows:
        table = found.get(row.id())
        if table and table.role in ALONE and seen.setdefault(table.role, table.id) != table.id:
            row.note("role", "one_of_a_role", 名称=seen[table.role])
    return found


def _table(row: TomlRow, said: Values, pools: Pools) -> Table:
    role = Role(said["role"]) if said["role"] in KEYS["table"].key("role").words else Role.FIGURES  # type: ignore[union-attr]
    known = role if role == said["role"] else None  # a role that is none asks for nothing more
    columns = unique((one.text("name"), one, _form_column(one, known, pools)) for one in row.rows("column"))
    if columns and known not in (Role.COVER, Role.PROGRESS, None):
        row.note("column", "columns_not_wanted")
    meant = [column.means for column in columns.values() if column.means]
    for means in sorted({one for one in meant if meant.count(one) > 1}):
        row.note("column", "means_twice", 名称=means.value)
    return Table(
        id=said["id"],
        name=said["name"],
        role=role,
        columns=tuple(columns.values()),
        clause=said["clause"],
        note=said["note"],
    )


def _form_column(row: TomlRow, role: Role | None, pools: Pools) -> Column:
    said = read(row, "table_column", pools)
    column = column_of(row, said, pools)
    means = Means(said["means"]) if said["means"] in words_of(Means) else None
    if means and role and (means in COVER_MEANS) is not (role is Role.COVER):
        row.note("means", "means_elsewhere", 名称=means.value)
    for key in ("not_begun", "done", "stopped"):
        for choice in said[key]:
            row.known(choice, key, column.choices or {choice})
    return Column(
        **{
            name: getattr(column, name)
            for name in ("name", "type", "required", "choices", "measure", "low", "high", "clause", "note", "measures")
        },
        means=means,
        not_begun=said["not_begun"],
        done=said["done"],
        stopped=said["stopped"],
    )


def column_of(row: TomlRow, said: Values, pools: Pools) -> Column:
    """Return the column a row says, of a register or a form."""
    kind = ColumnType(said["type"]) if said["type"] in words_of(ColumnType) else ColumnType.TEXT
    if kind != (said["type"] or kind):
        row.problems.torn.add(COLUMN_TYPE)
    if any(sign in said["name"] for sign in ".@[]"):
        row.note("name", "bad_column", 名称=said["name"])
    if kind is ColumnType.CHOICE and not said["choices"]:
        row.note("choices", "missing_key", 键="choices")
    if kind is not ColumnType.CHOICE and said["choices"] and kind == said["type"]:
        row.note("choices", "choices_not_wanted")
    low, high = bounds_of(row, said)
    return Column(
        name=said["name"],
        type=kind,
        required=said["required"],
        choices=said["choices"],
        measure=said["measure"],
        low=low,
        high=high,
        mask=said.get("mask", ""),
        ordinal=said.get("ordinal", False),
        required_when=said.get("required_when", ""),
        clause=said["clause"],
        note=said["note"],
        measures=pools.measures,
    )


def bounds_of(row: TomlRow, said: Values) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest figure of a `range`."""
    found = said["range"] or {"low": None, "high": None}
    if found["low"] is not None and found["high"] is not None and found["low"] > found["high"]:
        row.note("range", "low_above_high")
    return found["low"], found["high"]


def read_registers(rows: Rows, pool: UnitPool, pools: Pools) -> dict[str, Register]:
    """Return registers by id; nobody keeps two of one name."""
    found = unique((row.id(pattern=NAME), row, _register(row, pool, pools)) for row in rows)
    kept = ((row, found[str(row.found["id"])]) for row in those_read(rows, found))
    refuse_twins((Named(row, has=frozenset(one.units)) for row, one in kept), "twin_register")
    return found


def _register(row: TomlRow, pool: UnitPool, pools: Pools) -> Register:
    said = read(row, "register", pools)
    columns = unique(
        (one.text("name"), one, column_of(one, read(one, "register_column", pools), pools))
        for one in row.rows("column")
    )
    if len(columns) < len(row.rows("column")):
        row.problems.torn.add(COLUMN)
    if not columns:
        row.note("column", "no_columns")
    if "." in said["id"]:
        row.note("id", "bad_id", 编号=said["id"])
    for key in said["keys"]:
        for name in key:
            row.known(name, "keys", columns, COLUMN)
    row.known(said["names"], "names", columns, COLUMN)
    fixed = tuple(_fixed(one, columns, said["keys"]) for one in row.rows("fixed"))
    return Register(
        id=said["id"],
        name=said["name"],
        units=pool.of(row, "units"),
        columns=tuple(columns.values()),
        keys=said["keys"],
        names=said["names"],
        fixed_rows=fixed,
        clause=said["clause"],
        note=said["note"],
    )


def _fixed(row: TomlRow, columns: Mapping[str, object], keys: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    values = {}
    for name in row.found:
        row.known(name, name, columns)
        values[name] = row.text(name)
    for name in keys[0] if keys else ():
        if not values.get(name):
            row.note("", "fixed_key", 名称=name)
    return values


def read_assignments(rows: Rows, pool: UnitPool, pools: Pools, items: Mapping[str, Item]) -> tuple[Assignment, ...]:
    """Return who fills what."""
    homes: dict[str, list[Item]] = {}
    for item in items.values():
        homes.setdefault(item.indicator or item.process or "", []).append(item)
    return tuple(_assignment(row, pool, read(row, "assignment", pools), items, homes) for row in rows)


def _assignment(
    row: TomlRow, pool: UnitPool, said: Values, items: Mapping[str, Item], homes: Mapping[str, Sequence[Item]]
) -> Assignment:
    table = said["table"]

    def named(name: str) -> tuple[str, ...] | None:
        """Return an item, or those of an indicator that may stand in the table, or the parts of a process item."""
        if name in items:
            return (name,)
        return tuple(item.id for item in homes[name] if table in item.tables) if name in homes else None

    chosen = select(row, "items", named, partial(row.problems.near, known=items))
    for name in chosen:
        if table and table not in items[name].tables:
            row.note(f"items[{name}]", "not_in_table", 名称=name, 表=table)
    part = Part(said["part"]) if said["part"] in words_of(Part) else Part.ADDS
    units = {"units": pool.of(row, "units"), "split": pool.of(row, "split")}
    return Assignment(**{**said, **units, "items": chosen, "part": part})
