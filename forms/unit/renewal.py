"""Renewal: a unit changes its key while it still has the old one, which signs for the new one.

The old key seals on until the office's certificate of the new one has come: nothing that is filed meanwhile is held.
The new key waits in a file of its own beside it, or on a token (`enrolment.settle_renewal` puts it in place).
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.x509 import Certificate

from forms.papers.enrolment import Asked, request_of
from forms.papers.unit_key import (
    NEXT_CERTIFICATE,
    NEXT_KEY,
    NEXT_ON_TOKEN,
    Secret,
    is_enrolled,
    settle_renewal,
    signing,
)
from forms.seals.keys import keys
from forms.seals.keys.token import TokenPin, TokenSigner, opened
from forms.seals.renewal import countersign
from forms.wording.files import name_by_content, plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.issued.again import act_of, issue_again
from models.workspace.act import ActKind, act
from models.workspace.unit_workspace import UnitWorkspace

SOON = timedelta(days=60)  # before its certificate ends a unit is told to renew


@dataclass(frozen=True, slots=True)
class _New:
    """A new key: its self-signed certificate, what seals with it, and what keeps it in a file (None: on a token)."""

    certificate: Certificate
    signer: Callable[[], AbstractContextManager[keys.AnySigner]]
    save: Callable[[Path], None] | None = None

    @property
    def mark(self) -> str:
        """Its fingerprint."""
        return keys.fingerprint(self.certificate)


def renew_key(
    workspace: UnitWorkspace, secret: Secret, out: Path, *, at: datetime, by: str = "", new: Secret = ""
) -> Asked:
    """Make a new key, let the old one sign for it, and write the request that asks the office to enrol it.

    `secret` opens the old key, in its file or on a token. `new` is the passphrase of the new key's file, "" = the old
    one; or the PIN of a token that holds the new key. While an answer is awaited the same request is written again.
    Raises AppError: "no_key", "renewal_not_enrolled" when the old key was never enrolled, "renewal_same_key",
    "renewal_waiting" for a token while a file's answer is awaited, "passphrase_missing" with a token and no new
    one, as `enrolment.signing`; nothing has changed then.
    """
    store, unit = workspace.store, workspace.plan.units[workspace.unit_id]
    name = unit.name_on(at.date())
    on_token = None if isinstance(new, str) else _on_token(new, unit.id, name)
    with signing(store, workspace.folder, secret) as old:
        if not is_enrolled(store, old):
            raise AppError("renewal_not_enrolled")
        if (waiting := _waiting(workspace, out, on_token)) is not None:
            return waiting
        passphrase = new or secret
        made = on_token if on_token is not None else _in_file(passphrase, unit.id, name)
        if made.mark == _mark(old):
            raise AppError("renewal_same_key")
        signature = countersign(old, unit.id, made.mark, at)
        renews = _mark(old)
    with made.signer() as signer:
        content, request = request_of(store, unit, workspace.plan, signer, at, renewal=signature)
    stem = f"{unit.id}_{plain_name(name)}_{say('papers.kind.renewal')}"
    files = {f"{name_by_content(stem, content)}.pdf": content}
    about = {"unit": unit.id, "key": made.mark, "name": name, "plan": workspace.plan.id, "renews": renews}
    why = say("record.why.renewal")
    with _kept(workspace, made), act(store, by, ActKind.REQUEST, why=why, about=about, out=out, files=files) as done:
        store.put_value(NEXT_CERTIFICATE, keys.certificate_pem(made.certificate).decode())
        store.put_value(NEXT_ON_TOKEN, "1" if on_token else "")
    return Asked(file=done.paths[0], code=request.code, reissued=False)


def _in_file(passphrase: Secret, unit: str, name: str) -> _New:
    if not passphrase or not isinstance(passphrase, str):
        raise AppError("passphrase_missing")
    keys.check_passphrase(passphrase)
    key = keys.new_key()
    signer = keys.Signer(key, keys.self_signed(key, unit, name))
    return _New(
        signer.certificate, lambda: nullcontext(signer), lambda file: keys.save_signer(file, signer, passphrase)
    )


def _on_token(pin: TokenPin, unit: str, name: str) -> _New:
    """Look at the new key on its token; it signs its own certificate. Each piece of work loads the module afresh."""
    with opened(pin) as held:
        certificate = held.self_signed(unit, name)

    @contextmanager
    def signer() -> Iterator[keys.AnySigner]:
        with opened(pin, known=[keys.fingerprint(certificate)]) as held:
            yield TokenSigner(held, certificate)

    return _New(certificate, signer)


@contextmanager
def _kept(workspace: UnitWorkspace, made: _New) -> Iterator[None]:
    """Keep the file of a new key while its request is recorded; none is left when that fails."""
    if made.save is None:
        yield
        return
    made.save(workspace.folder / NEXT_KEY)
    try:
        yield
    except BaseException:
        (workspace.folder / NEXT_KEY).unlink(missing_ok=True)
        raise


def _waiting(workspace: UnitWorkspace, out: Path, on_token: _New | None) -> Asked | None:
    """The request whose answer has not come yet, written once more; None without one, or when its key is not here."""
    settle_renewal(workspace.store, workspace.folder)
    pem = workspace.store.get_value(NEXT_CERTIFICATE)
    if not pem:
        return None
    mark = keys.fingerprint(keys.certificate_from_bytes(pem.encode()))
    in_file = (workspace.folder / NEXT_KEY).is_file() and workspace.store.get_value(NEXT_ON_TOKEN) != "1"
    if on_token is not None and in_file:
        raise AppError("renewal_waiting", 核对码=keys.comparison_code(mark))
    if not in_file and (on_token is None or on_token.mark != mark):
        return None
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
