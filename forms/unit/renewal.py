"""Renewal: a unit changes its key while it still has the old one, which signs for the new one.

The old key seals on until the office's certificate of the new one has come: nothing that is filed meanwhile is held.
The new key waits in a file of its own beside it (`enrolment.settle_renewal` puts it in place).
"""

from datetime import datetime, timedelta
from pathlib import Path

from forms.papers.enrolment import (
    NEXT_CERTIFICATE,
    NEXT_KEY,
    Asked,
    Secret,
    is_enrolled,
    request_of,
    settle_renewal,
    signing,
)
from forms.seals.keys import keys
from forms.seals.renewal import countersign
from forms.wording.files import name_by_content, plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.workspace.act import ActKind, act, act_of, issue_again
from models.workspace.unit_workspace import UnitWorkspace

SOON = timedelta(days=60)  # before its certificate ends a unit is told to renew


def renew_key(
    workspace: UnitWorkspace, secret: Secret, out: Path, *, at: datetime, by: str = "", new_passphrase: str = ""
) -> Asked:
    """Make a new key, let the old one sign for it, and write the request that asks the office to enrol it.

    `secret` opens the old key, in its file or on a token; the new one lies in a file under `new_passphrase`, "" = the
    old passphrase. While an answer is awaited the same request is written again. Raises AppError: "no_key",
    "renewal_not_enrolled" when the old key was never enrolled, "passphrase_missing" with a token and no new one, as
    `enrolment.signing`; nothing has changed then.
    """
    store, folder, unit = workspace.store, workspace.folder, workspace.plan.units[workspace.unit_id]
    name = unit.name_on(at.date())
    with signing(store, folder, secret) as old:
        if not is_enrolled(store, old):
            raise AppError("renewal_not_enrolled")
        if (waiting := _waiting(workspace, out)) is not None:
            return waiting
        passphrase = new_passphrase or (secret if isinstance(secret, str) else "")
        if not passphrase:
            raise AppError("passphrase_missing")
        keys.check_passphrase(passphrase)
        key = keys.new_key()
        new = keys.Signer(key, keys.self_signed(key, unit.id, name))
        mark = keys.fingerprint(new.certificate)
        signature = countersign(old, unit.id, mark, at)
        content, request = request_of(store, unit, workspace.plan, new, at, renewal=signature)
    stem = f"{unit.id}_{plain_name(name)}_{say('papers.kind.renewal')}"
    files = {f"{name_by_content(stem, content)}.pdf": content}
    about = {"unit": unit.id, "key": mark, "name": name, "plan": workspace.plan.id, "renews": _mark(old)}
    keys.save_signer(folder / NEXT_KEY, new, passphrase)
    try:
        with act(store, by, ActKind.REQUEST, about=about, out=out, files=files) as done:
            store.put_value(NEXT_CERTIFICATE, keys.certificate_pem(new.certificate).decode())
    except BaseException:
        (folder / NEXT_KEY).unlink(missing_ok=True)
        raise
    return Asked(file=done.paths[0], code=request.code, reissued=False)


def _waiting(workspace: UnitWorkspace, out: Path) -> Asked | None:
    """The request whose answer has not come yet, written once more; None without one, or when its key file is gone."""
    settle_renewal(workspace.store, workspace.folder)
    pem = workspace.store.get_value(NEXT_CERTIFICATE)
    if not pem or not (workspace.folder / NEXT_KEY).is_file():
        return None
    mark = keys.fingerprint(keys.certificate_from_bytes(pem.encode()))
    number = act_of(workspace.store, ActKind.REQUEST, key=mark)
    if number is None:
        return None
    done = issue_again(workspace.store, number, out)
    return Asked(file=done.paths[0], code=keys.comparison_code(mark), reissued=True)


def _mark(signer: keys.AnySigner) -> str:
    return keys.fingerprint(signer.certificate)


def renewal_due(workspace: UnitWorkspace, at: datetime) -> str:
    """Return the sentence that a unit's certificate ends soon or has ended, "" while there is time."""
    pem = workspace.store.get_value("certificate")
    if not pem:
        return ""
    ends = keys.certificate_from_bytes(pem.encode()).not_valid_after_utc
    if ends - at > SOON:
        return ""
    return say("errors.certificate_ends" if ends > at else "errors.certificate_ended", 日期=f"{ends:%Y-%m-%d}")
