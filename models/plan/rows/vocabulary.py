"""A plan's own vocabulary: the measures it adds, and what its programme, its whole and its office are called."""

from decimal import Decimal

from models.basics.quantity import BUILT_IN, Measures, OwnMeasure
from models.plan.rows.toml_row import Rows
from models.plan.rows.values import Pools, read


def read_measures(rows: Rows) -> Measures:
    """Return the measures every plan has and those the plan adds; a built-in one is not said anew."""
    own: dict[str, OwnMeasure] = {}
    for row in rows:
        said = read(row, "measure", Pools())
        known = BUILT_IN.with_own(own.values())
        if said["name"] in known.named:
            row.note("name", "measure_known", 名称=said["name"])
            row.problems.torn.add("measure")
            continue
        row.known(said["of"], "of", known.named)
        if row.given("factor") is not row.given("of"):
            row.note("factor", "factor_and_of")
        elif said["factor"] is not None and said["factor"] <= 0:
            row.note("factor", "not_positive", 键="factor")
        for text in said["spellings"]:
            if known.name(text) != text:
                row.note("spellings", "measure_known", 名称=text)
        kept = {key: said[key] for key in ("name", "of", "spellings", "counted")}
        own[said["name"]] = OwnMeasure(**kept, factor=said["factor"] or Decimal(1))
    return BUILT_IN.with_own(own.values())


def read_words(rows: Rows, pools: Pools) -> dict[str, str]:
    """Return what the programme, the whole, the office … of a plan are called, by the keys of [words]."""
    if not rows:
        return {}
    said = read(rows[0], "words", pools)
    said["programme_long"] = said["programme_long"] or said["programme"]
    for key in ("whole", "local"):
        said[f"{key}_total"] = said[f"{key}_total"] or f"{said[key]}合计"
    return {name: text for name, text in said.items() if name not in ("clause", "note")}
