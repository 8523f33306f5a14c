"""Told: the differences of two plans in words, with the names that the sheets and columns of a book have."""

import re

from forms.plan_book.layout import word
from models.basics.messages import catalogue, say
from models.plan.rows.keys import KEYS
from models.planning.compare import PlanChange


def change_words(one: PlanChange) -> str:
    """Return one difference in a line."""
    before, after = (_short(_with_heads(text)) for text in (one.before, one.after))
    facts = {"类": word(f"record.{one.kind}"), "编号": one.id, "前": before, "后": after}
    if not one.field:
        return say("plan_diff.added" if one.before is None else "plan_diff.removed", **facts)
    return say("plan_diff.changed", **facts, 项=field_head(one.kind, one.field))


def field_head(kind: str, field: str) -> str:
    """Return what a field of a record is called: as the key of its table, where there is one of that name."""
    table = {"units": "unit", "checks": "check", "items": "item", "indicators": "indicator"}.get(kind, kind.rstrip("s"))
    alias = {
        "columns": "columns" if kind == "parameters" else "column",
        "inputs": "rule",
        "beside": "count",
        "fixed_rows": "fixed",
        "low": "low" if kind == "indicators" else "range",
        "high": "high" if kind == "indicators" else "range",
        "relations": "relation",
        "predecessors": "predecessor",
    }.get(field, field)
    texts = catalogue()
    if kind == "plan" and field in ("words", "uses", "calendar"):
        return word(f"sheet.{field}")
    if field in ("process", "block") and kind == "items":
        return word(f"sheet.{field}")
    said = texts.get(f"keys.{table}.{alias}") or texts.get(f"keys.common.{alias}") or texts.get(f"keys.plan.{alias}")
    return said.partition("：")[0] if said else field


def _with_heads(text: str | None) -> str:
    """Return a text with the fields of a record called as in the book: 面积·measure → 面积·计量单位; 是 for a flag."""
    heads = re.sub(r"(?<=[·（，])([a-z_]+)(?=[：=])", lambda found: _any_head(found[1]), text or "")
    return re.sub(r"(?<=[：=])(True|False)\b", lambda found: word("yes" if found[1] == "True" else "no"), heads)


def _any_head(field: str) -> str:
    tables = ("register_column", "check", "item", *(name for name, table in KEYS.items() if not table.settings))
    heads = (field_head(table, field) for table in tables)
    return next((head for head in heads if head != field), field)


def _short(text: str) -> str:
    found = text or say("plan_show.nobody")
    return found if len(found) <= 120 else f"{found[:119]}…"
