"""First run, at the unit: reading the papers it starts from, and setting the workspace up from what was chosen.

Every act may be done again: a set-up that was cut short is finished by the next one.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from forms.guards.guards import sniff
from forms.guards.plan_files import is_plan
from forms.opening.apart import Apart
from forms.papers.pack import Pack, read_pack
from forms.papers.paper import PaperKind, open_paper
from forms.papers.unit_key import Secret, signing
from forms.seals.keys import keys
from forms.unit.open_paper import take_paper
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.returns.returns import Return
from models.workspace.backup_copies import keep_copy, put_second_place
from models.workspace.first_run import put_cover_defaults
from models.workspace.unit_workspace import UnitWorkspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a set-up is made from. `copies` None = no copies; `passphrase` "" = the folder has its key already.

    A `TokenPin` in place of a passphrase: the key is on a token.
    """

    folder: Path
    unit: str
    pack: bytes
    earlier: tuple[bytes, ...] = ()
    cover: Mapping[str, str] | None = None
    copies: Path | None = None
    passphrase: Secret = ""


def pack_in(content: bytes) -> Pack:
    """Return the pack that a file is.

    Raises AppError with one sentence for what else it is: "return_not_pack", "paper_not_pack", "file_is_plan",
    "not_a_pack".
    """
    shape = sniff(content)
    if shape != "pdf" and is_plan(content):
        raise AppError("file_is_plan")
    if shape == "xlsx":
        raise AppError("return_not_pack" if _is_return(content) else "not_a_pack")
    if shape != "pdf":
        raise AppError("not_a_pack")
    try:
        paper = open_paper(content)
    except AppError as error:
        if error.code != "paper_unknown":
            raise
        raise AppError("return_not_pack" if _is_return(content) else "not_a_pack") from error
    if paper.kind is not PaperKind.PACK:
        raise AppError("paper_not_pack", 种类=say(f"papers.kind.{paper.kind.value}"))
    return read_pack(paper)


def _is_return(content: bytes) -> bool:
    try:
        Apart().open(content)
    except AppError:
        return False
    return True


def earlier_return(content: bytes, pack: Pack) -> Return:
    """Return what a unit sent before, from its paper. Raises AppError for one that is broken or of another plan."""
    opened = Apart().open(content)
    filed = opened.filed
    if filed is None or opened.reasons:
        raise AppError("own_return_broken", 原因=opened.reasons[0].message if opened.reasons else "")
    if filed.test:
        raise AppError("return_is_test")
    if filed.plan_digest != pack.plan.digest:
        raise AppError("return_of_other_plan")
    if filed.unit not in pack.plan.units or opened.named_unit != filed.unit:
        raise AppError("certificate_of_another_unit", 单位=filed.unit)
    return filed


def earlier_returns(contents: Sequence[bytes], pack: Pack) -> tuple[Return, ...]:
    """Return what a unit sent before, oldest revision first. Raises as `earlier_return`, and "returns_of_two_units"."""
    found = [earlier_return(content, pack) for content in contents]
    if len({filed.unit for filed in found}) > 1:
        raise AppError("returns_of_two_units")
    return tuple(sorted(found, key=lambda filed: (filed.period, filed.revision)))


def set_up(wishes: Wishes, tell: Progress) -> str:
    """Make the workspace: pack, earlier returns, who signs, key, first copy. Return the 核对码 of the unit's own key.

    "" when the key was there before. Raises AppError as `take_paper` and `signing`; MachineError, OSError.
    """
    steps = len(wishes.earlier) + 3
    tell(0, steps)
    take_paper(wishes.folder, wishes.pack, unit=wishes.unit, by="")
    for done, content in enumerate(wishes.earlier, 1):
        tell(done, steps)
        take_paper(wishes.folder, content, unit=None, by="")
    tell(steps - 2, steps)
    with UnitWorkspace.open(wishes.folder) as workspace:
        put_cover_defaults(workspace.store, wishes.cover or {})
        put_second_place(workspace.store, wishes.copies)
        code = _code(workspace, wishes.passphrase)
        tell(steps - 1, steps)
        keep_copy(workspace.store)
    return code


def _code(workspace: UnitWorkspace, passphrase: Secret) -> str:
    if passphrase == "":
        return ""
    name = workspace.plan.unit_name(workspace.unit_id)
    with signing(workspace.store, workspace.folder, passphrase, make=True, name=name) as signer:
        return keys.comparison_code(keys.fingerprint(signer.certificate))
