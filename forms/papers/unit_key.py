"""Unit key: where a unit's key lies, whether the office has enrolled it, and the new one that takes its place.

It lies in a file under a passphrase, or on a token under a PIN (`Secret`); both sign alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cryptography.x509 import Certificate

from forms.seals.key_list import KeyList, read_key_list
from forms.seals.keys import keys
from forms.seals.keys.token import TokenPin, TokenSigner, opened
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.store import UnitStore
from models.workspace.unit_workspace import TOKEN_IN_USE

UNIT_KEY = "unit.p12"
NEXT_KEY = "unit-next.p12"  # a unit's new key while its old one still seals
NEXT_CERTIFICATE = "next_certificate"  # fact of a unit's store: the self-signed one of that key, "" = none waits
NEXT_ON_TOKEN = "next_on_token"  # fact of a unit's store: "1" = that new key is on a token, there is no file of it
CODE_ASKED = "code_asked"  # 核对码 of a key the office has not enrolled, since it signed a return
CODE_KNOWN = "code_known"  # 核对码 of a key under which the office has accepted a return: it is enrolled
TOKEN_CERTIFICATE = "token_certificate"  # fact of a unit's store: the self-signed one of the key on its token
S = TypeVar("S", bound=keys.AnySigner)
Secret = str | TokenPin  # what opens a unit's key: a passphrase, or a PIN with where the token is
_OF_UNIT = {"wrong_passphrase": "unit_passphrase", "key_file_damaged": "unit_key_damaged"}


@contextmanager
def signing(
    store: UnitStore, folder: Path, secret: Secret, *, make: bool = False, name: str = ""
) -> Iterator[keys.AnySigner]:
    """Give the unit's signer for one piece of work, from its key file or from a token.

    Raises AppError as `unit_signer`; with a token as `forms.seals.keys.token.opened`.
    """
    if isinstance(secret, str):
        path = folder / UNIT_KEY
        here = path.exists()
        signer = unit_signer(store, folder, secret, make=make, name=name)
        try:
            yield signer
        except BaseException:
            if not here:  # nothing was sealed with it: the next attempt may choose another passphrase
                path.unlink(missing_ok=True)
            raise
        return
    with opened(secret, known=_fingerprints(store)) as key:
        mine = _kept(store, TOKEN_CERTIFICATE)
        if mine is None or keys.fingerprint(mine) != keys.fingerprint(key.public):
            mine = key.self_signed(store.unit_id or "", name)
            store.put_value(TOKEN_CERTIFICATE, keys.certificate_pem(mine).decode())
        yield _enrolled(store, TokenSigner(key, mine))


def _fingerprints(store: UnitStore) -> list[str]:
    """The keys this unit has used with a token or that are enrolled: one of several on a token is known by them."""
    return [keys.fingerprint(one) for name in ("certificate", TOKEN_CERTIFICATE) if (one := _kept(store, name))]


def _kept(store: UnitStore, name: str) -> Certificate | None:
    found = store.get_value(name)
    return keys.certificate_from_bytes(found.encode()) if found else None


def is_enrolled(store: UnitStore, signer: keys.AnySigner) -> bool:
    """True when the office has enrolled this signer's key and its certificate has come."""
    certificate = _kept(store, "certificate")
    return certificate is not None and keys.fingerprint(certificate) == keys.fingerprint(signer.certificate)


def _enrolled(store: UnitStore, signer: S) -> S:
    """Return a signer with its enrolled certificate if it has one, else as it is."""
    certificate, root = _kept(store, "certificate"), _kept(store, "root")
    if certificate is None or not is_enrolled(store, signer):
        return signer
    return signer.under(certificate, *([root] if root else []))


def remember_code(store: UnitStore, signer: keys.AnySigner) -> None:
    """Remember the 核对码 of a key that has just signed, until the office has enrolled it; "" once it is."""
    mark = keys.fingerprint(signer.certificate)
    store.remember(CODE_ASKED, "" if is_enrolled(store, signer) else keys.comparison_code(mark))


def code_to_read_out(store: UnitStore) -> str:
    """Return the 核对码 the office will ask for on the telephone, "" when the key that signed last is enrolled."""
    asked, certificate = store.get_text(CODE_ASKED), _kept(store, "certificate")
    known = keys.comparison_code(keys.fingerprint(certificate)) if certificate is not None else ""
    return "" if asked in (known, store.get_text(CODE_KNOWN)) else asked


def remember_accepted(store: UnitStore, digest: str) -> None:
    """Remember that the office knows the key that signed last: it accepts no return under another."""
    own = [one for one in store.returns.filed() if one.own]
    if own and max(own, key=lambda one: one.filed_at).digest == digest:
        store.remember(CODE_KNOWN, store.get_text(CODE_ASKED))


def unit_signer(store: UnitStore, folder: Path, passphrase: str, *, make: bool = False, name: str = "") -> keys.Signer:
    """Return the unit's signer with its enrolled certificate if it has one, else the self-signed one.

    Raises AppError("no_key") when there is no key yet and none is to be made, "unit_passphrase", "unit_key_damaged".
    """
    path = folder / UNIT_KEY
    settle_renewal(store, folder)
    if not path.exists():
        if not make:
            raise AppError("no_key")
        keys.check_passphrase(passphrase)
        key = keys.new_key()
        keys.save_signer(path, keys.Signer(key, keys.self_signed(key, store.unit_id or "", name), ()), passphrase)
    try:
        return _enrolled(store, keys.load_signer(path, passphrase))
    except AppError as error:  # what a unit can do then is not what an office can
        raise AppError(_OF_UNIT.get(error.code, error.code), **error.facts) from None


def settle_renewal(store: UnitStore, folder: Path) -> None:
    """Put a unit's new key in place of its old one once the office's certificate of it is here, else do nothing.

    Both files stay, the old one under another name; cut short anywhere, it is finished the next time. A new key on a
    token has no file: from now on it is the one that is asked for. Raises OSError.
    """
    waits, certificate = _kept(store, NEXT_CERTIFICATE), _kept(store, "certificate")
    if waits is None or certificate is None or keys.fingerprint(waits) != keys.fingerprint(certificate):
        return
    on_token = store.get_value(NEXT_ON_TOKEN) == "1"
    if (on_token or (folder / NEXT_KEY).exists()) and (folder / UNIT_KEY).exists():
        put_key_aside(folder, datetime.now(PLAN_ZONE))
    if on_token:
        store.put_value(TOKEN_CERTIFICATE, keys.certificate_pem(waits).decode())
    elif (folder / NEXT_KEY).exists():
        (folder / NEXT_KEY).rename(folder / UNIT_KEY)
    store.put_value(TOKEN_IN_USE, "1" if on_token else "")
    store.put_value(NEXT_ON_TOKEN, "")
    store.put_value(NEXT_CERTIFICATE, "")


def put_key_aside(folder: Path, at: datetime) -> Path:
    """Rename a unit's key file so that the next sealing makes a new key; return where the old one lies now.

    Nothing is deleted: should the passphrase come back to mind, the file can be renamed again. Raises OSError.
    """
    aside = folder / f"unit-{at:%Y%m%d-%H%M%S}.p12.old"
    (folder / UNIT_KEY).rename(aside)
    return aside


KEY_LIST = "key_list"  # fact of a unit's store: the latest 停用名单 that came, as its file says it


def kept_keys(store: UnitStore) -> KeyList | None:
    """Return the list of ended keys that a unit has, None while none has come."""
    said, root = store.get_value(KEY_LIST), store.get_value("root")
    return read_key_list(said.encode(), root.encode()) if said and root else None


def own_key_ended(store: UnitStore) -> str:
    """Return the sentence that the unit's own enrolled key is on the list, "" when it is not."""
    known, certificate = kept_keys(store), store.get_value("certificate")
    if known is None or not certificate:
        return ""
    mark = keys.fingerprint(keys.certificate_from_bytes(certificate.encode()))
    until = known.end_of(store.unit_id or "", mark)
    return say("desk.own_key_ended", 时间=format_time(until), 核对码=keys.comparison_code(mark)) if until else ""
