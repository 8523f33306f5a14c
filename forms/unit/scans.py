"""Scans: a stamped scan of a filed return is kept."""

from datetime import date
from pathlib import Path

from forms.opening.evidence import read_scan
from models.basics.errors import AppError
from models.basics.messages import say
from models.returns.evidence_rows import ScanRow
from models.returns.returns import Return
from models.workspace.act import ActKind, act
from models.workspace.unit_workspace import UnitWorkspace


def keep_scan(
    workspace: UnitWorkspace,
    period: str,
    path: Path,
    by: str,
    *,
    signed_on: date | None = None,
    printed_on: date | None = None,
) -> tuple[Return, tuple[ScanRow, ...]]:
    """Keep 盖章件, the scan of the return filed last in a period; return that return and all its scans.

    Raises AppError "scan_too_soon" before anything was filed, "scan_kind" for anything but PDF, JPG or PNG, and as
    `read_scan`.
    """
    filed = workspace.last_return(period)
    if filed is None:
        raise AppError("scan_too_soon", 报告期=period)
    file = read_scan(path)
    store = workspace.store
    facts = {"报告期": workspace.plan.period_name(period), "n": filed.revision, "文件": file.name}
    about = {"period": period, "digest": filed.digest}
    with act(store, by, ActKind.STAMP, why=say("record.why.stamped_copy", **facts), about=about):
        store.evidence.put_scan(filed.digest, file.name, file.content, by, signed_on=signed_on, printed_on=printed_on)
    return filed, store.evidence.scans(filed.digest)
