"""What entry forms (Excel, WPS) cover and would change: scopes, offers, and how they are told."""

from collections.abc import Mapping, Sequence

from models.basics.errors import AppError
from models.basics.messages import say
from models.filling.proposal import Proposal
from models.filling.slices import Scope, whole_scope
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace


def scope_of(
    sheet: Sheet, tables: Sequence[str], registers: Sequence[str], blocks: Sequence[str], items: Sequence[str] = ()
) -> Scope:
    """Return a scope of a unit's own parts. Raises AppError("not_yours") for what it does not have."""
    whole, own_items = whole_scope(sheet), {slot.item.id for slot in sheet.slots.values()}
    parts = ((tables, whole.tables), (registers, whole.registers), (blocks, whole.blocks), (items, own_items))
    for asked, own in parts:
        for name in asked:
            if name not in own:
                raise AppError("not_yours", 项目=name, 单位=sheet.unit_name)
    return Scope(tables=tuple(tables), registers=tuple(registers), blocks=tuple(blocks), items=tuple(items))


def keep(workspace: UnitWorkspace, period: str, proposals: Sequence[Proposal], person: str) -> None:
    """Take what books offer, in one transaction; its suppliers, else the person, stand in the history."""
    cells = {address: cell for one in proposals for address, cell in one.new_cells().items()}
    rows = {name: found for one in proposals for name, found in one.new_rows().items()}
    suppliers = dict.fromkeys(one.offer.supplier for one in proposals if one.offer.supplier)
    by = "、".join(suppliers) or person
    with workspace.store.transaction(by, "imported"):
        if cells:
            workspace.store.sheets.put_cells(period, cells, by, "imported")
        for name, found in rows.items():
            workspace.store.sheets.put_rows(period, name, found, by, "imported")


def changes_answer(proposals: Sequence[Proposal]) -> Mapping[str, object]:
    """Return what books would change as `unit import --json` tells it."""
    return {
        "cells": [
            {
                "item": one.address,
                "before": one.before.text or one.before.raw,
                "fate": one.fate.value,
                "after": one.after.text or (one.after.state.value if one.after.state else ""),
                "place": one.place,
                "reason": one.reason,
            }
            for proposal in proposals
            for one in proposal.cells
        ],
        "rows": [
            {
                "register": one.register,
                "item": one.address,
                "row": one.after.number,
                "fate": one.fate.value,
                "place": one.place,
                "unread": list(one.unread),
            }
            for proposal in proposals
            for one in proposal.rows
        ],
        "kept": {name: len(rows) for proposal in proposals for name, rows in proposal.kept.items()},
        "refused": [{"place": one.place, "reason": one.reason} for proposal in proposals for one in proposal.refused],
        "remarks": [remark for proposal in proposals for remark in proposal.remarks],
    }


def proposal_lines(proposals: Sequence[Proposal]) -> list[str]:
    """Return what books would change as lines for a person."""
    lines: list[str] = []
    for one in proposals:
        counts = {say(f"imports.fate.{fate}"): n for fate, n in one.counts().items() if n}
        lines.append(f"{one.offer.name}：" + "，".join(f"{name} {n}" for name, n in counts.items()))
        lines += [f"  {refused.place}：{refused.reason}" for refused in one.refused]
        lines += [f"  {remark}" for remark in one.remarks]
    return lines
