"""Unit workspace: the sheets of a unit as stored, and the returns it has filed.

Puts plan, settings and stored cells together and computes nothing of its own. Seals and files belong to `forms`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from models.basics.addresses import split_address
from models.basics.errors import AppError
from models.basics.period import Period, own_id
from models.basics.records import dataclass
from models.checks.explanations import Stored, live_explanations
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.ledger.queries import Receipt, live_answers, read_receipt
from models.plan.plan import Plan
from models.sheet.cells import Cell
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from models.store import FiledReturn, UnitStore
from models.versions.held import kept_period, last_year_of, plan_of_return, stored_settings
from models.workspace.workspace import Workspace

if TYPE_CHECKING:  # a return is there only when something was filed
    from models.returns.returns import Return

TOKEN_IN_USE = "token_in_use"  # fact of the store: "1" = a PIN is asked for where a passphrase was


@dataclass(frozen=True)
class UnitWorkspace(Workspace):
    """A unit's folder, opened."""

    STORE = UnitStore
    OTHER = "not_a_units_folder"
    store: UnitStore

    @property
    def unit_id(self) -> str:
        """Whose folder it is. Raises AppError("no_unit_chosen") before a pack was opened for a unit."""
        if self.store.unit_id is None:
            raise AppError("no_unit_chosen")
        return self.store.unit_id

    def sheet(self, period: str, today: date | None = None, *, explained: bool = True) -> Sheet:
        """Return the sheet of a period as stored, with the predecessor's last filed return behind it.

        `explained`: with the explanations that still answer, for which all checks are run.
        """
        here = self.at(period)
        plan, found = here.plan, here.plan.periods[period]
        if self.unit_id not in plan.units:
            raise AppError("unit_not_in_plan", 单位=self.unit_id, 方案=plan.title)
        registers = {name: rows for name in plan.registers if (rows := self.store.sheets.rows(period, name))}
        before = here.filed_sheet(found.predecessor)
        own = {t: here.filed_sheet(p) for t, p in found.predecessors.items() if t != "*"}
        sheet = Sheet(
            plan=plan,
            unit_id=self.unit_id,
            period_id=period,
            settings=here.settings,
            cells=self.store.sheets.cells(period),
            registers=registers,
            previous=before,
            earlier=own,
            today=today,
            last_year=here._last_year(plan, found),
        )
        stored = self.store.sheets.explanations(period) if explained else {}
        return replace(sheet, explanations=self.answers(run_checks(sheet), stored, sheet)) if stored else sheet

    def answers(self, findings: Iterable[Finding], written: Stored, sheet: Sheet) -> dict[str, Explanation]:
        """Return what is written in a period and still answers a finding, or a query of the office."""

        def filed_of(digest: str) -> "Return | None":
            rows = self.store.returns.filed(sheet.period_id)
            content = next((row.content for row in rows if row.digest == digest), None)
            if content is None:
                return None
            from models.returns.returns import parse_return

            return self.store.kept(f"return {digest}", (), lambda: parse_return(content))

        return {**live_explanations(findings, written), **live_answers(written, filed_of, sheet)}

    def filed_sheet(self, reference: str | None) -> Sheet | None:
        """Return the sheet of the last return filed for a period, read with its own plan; None when there is none.

        `reference` may name the plan too (`PLAN:period`).
        """
        found = self.last_return(kept_period(self.store, reference, self.plan.id)) if reference else None
        if found is None:
            return None
        from models.returns.frozen import thaw

        return thaw(
            found,
            plan_of_return(self.store, found.plan_digest, found.period),
            stored_settings(self.store, plan=found.plan_id),
        )

    def _last_year(self, plan: Plan, period: Period) -> Mapping[str, Cell]:
        """What the unit's own last return of a year ago says for the columns 上年同期; empty when it is not here.

        A period that is filed says what was sealed, whatever became of last year's return since.
        """
        if self.store.sheets.filed_digest(period.id) is not None:
            filed_sheet = self.filed_sheet(period.id)
            cells = filed_sheet.cells if filed_sheet else {}
            return {at: cell for at, cell in cells.items() if (parts := split_address(at)) and parts.last_year}
        ago = last_year_of(self.store, plan, period)
        filed = self.last_return(ago[1].id) if ago else None
        if ago is None or filed is None or filed.plan_id != ago[0].id:
            return {}
        from models.versions.last_year import last_year_cells, unit_before

        if filed.unit != unit_before(plan.units[self.unit_id]):
            return {}
        before = self.filed_sheet(f"{ago[0].id}:{own_id(ago[1].id)}")
        return last_year_cells(plan, self.unit_id, period.id, before, filed.revision) if before else {}

    def last_return(self, period: str) -> "Return | None":
        """Return the unit's last return of a period: the one with the most ancestors, None before the first."""
        rows = self.store.returns.filed(period)
        if not rows:
            return None
        from models.returns.returns import parse_return

        filed = (replace(parse_return(row.content), period=row.period) for row in rows)
        return max(filed, key=lambda one: one.revision)

    def being_corrected(self, period: str) -> FiledReturn | None:
        """Return the return that was filed here last and is open again; None when nothing was, or it is closed."""
        if self.store.sheets.filed_digest(period) is not None:
            return None
        heads = self.store.returns.heads(period)
        own = [row for row in self.store.returns.filed(period) if row.own and row.digest in heads]
        return own[-1] if len(own) == 1 and len(heads) == 1 else None

    def receipts(self, period: str) -> tuple[Receipt, ...]:
        """Return what the office's receipts for a period say, oldest first."""
        return tuple(read_receipt(row.content) for row in self.store.returns.receipts(period))
