"""Told: the differences of two plans in words, with the names that the sheets and columns of a book have."""

import re

from forms.plan_book.layout import label, word
from models.basics.messages import catalogue, say
from models.plan.rows.keys import KEYS, head_of
from models.planning.compare import PlanChange

_TYPE = head_of("register_column", "type")


def change_words(one: PlanChange) -> str:
    """Return one difference in a line."""
    before, after = (_short(value_words(one, text)) for text in _apart(one))
    facts = {"类": word(f"record.{one.kind}"), "编号": one.id, "前": before, "后": after}
    if not one.field:
        key = "added" if one.before is None else "removed" if one.after is None else "changed_whole"
        return say(f"plan_diff.{key}", **facts)
    if not one.id:
        return say("plan_diff.changed_own", **facts, 项=field_head(one.kind, one.field))
    return say("plan_diff.changed", **facts, 项=field_head(one.kind, one.field))


def _apart(one: PlanChange) -> tuple[str | None, str | None]:
    """Return both sides of a difference; of the plan's lists of words and holidays only what the other has not."""
    if one.kind != "plan" or one.before is None or one.after is None:
        return one.before, one.after
    sides = [text.split("；") for text in (one.before, one.after)]
    before, after = ("；".join(part for part in these if part not in those) for these, those in (sides, sides[::-1]))
    return before, after


def field_head(kind: str, field: str) -> str:
    """Return what a field of a record is called: as the key of its table, where there is one of that name."""
    table = _table(kind)
    alias = {
        "columns": "columns" if kind == "parameters" else "column",
        "inputs": "rule",
        "beside": "count",
        "date_column": "date",
        "fixed_rows": "fixed",
        "low": "low" if kind == "indicators" else "range",
        "high": "high" if kind == "indicators" else "range",
        "relations": "relation",
        "predecessors": "predecessor",
        "dimension": "of",
    }.get(field, field)
    texts = catalogue()
    if kind == "plan" and field in ("words", "uses", "calendar"):
        return word(f"sheet.{field}")
    if field in ("process", "block") and kind == "items":
        return word(f"sheet.{field}")
    said = texts.get(f"keys.{table}.{alias}") or texts.get(f"keys.common.{alias}") or texts.get(f"keys.plan.{alias}")
    return said.partition("：")[0] if said else field


def value_words(one: PlanChange, text: str | None) -> str:
    """Return one side of a difference with its keys called as in the book, and the words one may choose from."""
    if text is None:
        return ""
    key = KEYS[_table(one.kind)].key(one.field) if _table(one.kind) in KEYS else None
    if text in ("True", "False"):
        return word("yes" if text == "True" else "no")
    if key is not None and key.words:
        return label(_table(one.kind), one.field, text)
    table = "checks" if one.kind == "checks" and one.field == "inputs" else one.field if one.kind == "plan" else ""
    if table:
        text = re.sub(r"(?:(?<=^)|(?<=；))([a-z_]+)(?= = )", lambda found: field_head(table, found[1]), text)
    return _with_heads(text)


def _table(kind: str) -> str:
    """The table of keys that a kind of record is written in."""
    return kind if kind in ("words", "uses") else kind.removesuffix("s")


def _with_heads(text: str | None) -> str:
    """Return a text with the fields of a record called as in the book: 面积·measure → 面积·计量单位; 是 for a flag."""
    heads = re.sub(r"(?<=[·（，])([a-z_]+)(?=[：=])", lambda found: _any_head(found[1]), text or "")
    flags = re.sub(r"(?<=[：=])(True|False)\b", lambda found: word("yes" if found[1] == "True" else "no"), heads)
    typed = f"(?<={_TYPE}[：=])([a-z_]+)"
    return re.sub(typed, lambda found: label("register_column", "type", found[1]), flags)


def _any_head(field: str) -> str:
    if field == "dimension":
        return field_head("measure", field)
    tables = ("register_column", "check", "item", *(name for name, table in KEYS.items() if not table.settings))
    heads = (field_head(table, field) for table in tables)
    return next((head for head in heads if head != field), field)


def _short(text: str) -> str:
    found = text or say("plan_show.nobody")
    return found if len(found) <= 120 else f"{found[:119]}…"
