"""Way: at which stage a return is — checked, drafted, signed, sealed, sent, answered — from what the store says.

No widget. Later stages than the open one wait; earlier ones are done and say their fact in a line.
"""

from collections.abc import Mapping
from enum import IntEnum

from models.basics.records import dataclass
from models.ledger.queries import Receipt
from models.store import FiledReturn
from models.workspace.approval import Approval, Approved, approval_of, approved, told_at_filing
from models.workspace.drafts import Draft
from models.workspace.freeze import draft_out
from ui.session.session import Session


class FilingStage(IntEnum):
    """The six steps, in order."""

    CHECK = 1  # 审核
    DRAFT = 2  # 送审
    SIGN = 3  # 领导审签
    SEAL = 4  # 生成
    SEND = 5  # 发送
    ANSWER = 6  # 回执


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a return stands. `filed` = the return that locks the period, `receipt` = what answered it."""

    stage: FilingStage
    draft: Draft | None
    approval: Approval | None
    how: Approved
    filed: FiledReturn | None
    receipt: Receipt | None
    revisions: int
    told: Mapping[str, str]  # of a filed return: what the record says of draft and leader

    def passed(self, stage: FilingStage) -> bool:
        """True for a step before the open one that was not taken: no draft was made, no leader is recorded."""
        if stage is FilingStage.DRAFT:
            return self.draft is None and "draft" not in self.told
        return stage is FilingStage.SIGN and not self.leader[0]

    @property
    def leader(self) -> tuple[str, str]:
        """Who signed what is being filed, or was, and on which day; blank when nobody is recorded.

        Who signed an earlier 送审稿 than the one that is out has not seen this one.
        """
        if self.filed is not None:
            return self.told.get("leader", ""), self.told.get("signed", "")
        of_this = (
            self.draft is not None and self.approval is not None and self.approval.digest == self.draft.filed.digest
        )
        return (self.approval.leader, self.approval.day) if of_this and self.approval else ("", "")

    @property
    def beside_draft(self) -> str:
        """How the return stands to the 送审稿 (`Approved`), "" where there was none."""
        if self.filed is None:
            return self.how.value if self.draft else ""
        if "draft" not in self.told:
            return ""
        same = Approved.SAME if self.told["draft"] == self.filed.digest else Approved.DIFFERS
        return (same if same is Approved.SAME or not self.leader[0] else Approved.CORRECTED).value


def way_of(session: Session, *, skip: bool) -> Way:
    """Return where the open period's return stands; `skip`: somebody goes on without the leader."""
    store = session.workspace.store
    digest = store.sheets.filed_digest(session.period_id)
    returns = store.returns.filed(session.period_id)
    filed = next((one for one in returns if one.digest == digest), None)
    draft = None if filed else draft_out(session.workspace, session.sheet)
    approval = approval_of(store, session.period_id)
    how = approved(draft, approval)
    receipt = session.answer
    return Way(
        stage=_stage(session, filed, how, receipt, skip=skip),
        draft=draft,
        approval=approval,
        how=how,
        filed=filed,
        receipt=receipt,
        told=told_at_filing(store, filed.digest) if filed else {},
        revisions=max((one.revision for one in returns), default=0),
    )


def _stage(
    session: Session, filed: FiledReturn | None, how: Approved, receipt: Receipt | None, *, skip: bool
) -> FilingStage:
    if filed is not None or session.locked:
        return FilingStage.ANSWER if receipt is not None else FilingStage.SEND
    if not session.standing.counts.can_file:
        return FilingStage.CHECK
    if skip or how.seen or how is Approved.DIFFERS:
        return FilingStage.SEAL
    return FilingStage.DRAFT if how is Approved.NO_DRAFT else FilingStage.SIGN
