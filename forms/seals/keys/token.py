"""Token: a unit's key that lives on a USB token (UKey) and signs there, reached through its maker's PKCS#11 module.

The key never leaves the token, its PIN is kept by nothing here. Each piece of work loads the module afresh and lets go
of it afterwards, so that a token that was pulled out and put back is found. Only keys that `public_keys.suitable`
names: a certificate for SM2 alone is of no use to our seals. Source: PKCS#11 v2.40 (OASIS).
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from forms.seals.keys.certificates import fingerprint
from forms.seals.keys.public_keys import PublicKey, algorithm_of, verify
from forms.seals.keys.signers import new_key, self_signed_form
from forms.seals.keys.token_module import attribute, key_types, loaded, offered, pkcs11_errors, quietly, value_of
from models.basics.errors import AppError
from models.basics.records import dataclass


class Tries(StrEnum):
    """What a token tells of the tries its PIN has left; most tell no number."""

    ALL = "all"  # nothing was entered wrong, or the token does not tell
    FEWER = "fewer"  # at least one wrong PIN since the last right one
    LAST = "last"  # the next wrong PIN locks it
    NONE = "none"  # locked


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A key that a token shows without its PIN. `label` "" = it shows none before; `kind`: "P-256" or "RSA-2048"."""

    token: str
    label: str
    kind: str
    fingerprint: str
    tries: Tries


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPin:
    """Which key on which token, and the PIN for it. `token`, `key` "" = the only one there is. Repr hides the PIN."""

    module: Path
    pin: str = field(repr=False)
    token: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key on a token that is open: its public half, and signing by the token."""

    public: PublicKey
    value_of: Callable[[bytes], bytes] = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """Return the signature value as `AnySigner` says. Raises AppError: "token_gone", "token_value_wrong"."""
        value = self.value_of(content)
        try:
            verify(self.public, value, content)
        except InvalidSignature:
            raise AppError("token_value_wrong") from None
        return value

    def self_signed(self, unit_id: str, unit_name: str) -> x509.Certificate:
        """Return a self-signed certificate that the token made, to be enrolled by the office."""
        from asn1crypto import algos
        from asn1crypto import x509 as asn1

        # whose signature the form bears does not matter: it is taken off again
        form = self_signed_form(self.public, new_key(), unit_id, unit_name)
        algorithm = algos.SignedDigestAlgorithm({"algorithm": algorithm_of(self.public).id})
        content = asn1.TbsCertificate.load(form.tbs_certificate_bytes)
        content["signature"] = algorithm
        whole = asn1.Certificate(
            {
                "tbs_certificate": content,
                "signature_algorithm": algorithm,
                "signature_value": self.sign(content.dump(force=True)),
            }
        )
        made = x509.load_der_x509_certificate(whole.dump())
        made.verify_directly_issued_by(made)
        return made


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """A key on an open token with its certificates: an `AnySigner`."""

    key: HeldKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def sign(self, content: bytes) -> bytes:
        """Return the signature value (see `HeldKey.sign`)."""
        return self.key.sign(content)

    def under(self, certificate: x509.Certificate, *chain: x509.Certificate) -> Self:
        """Return the same key under another certificate."""
        return replace(self, certificate=certificate, chain=chain)

    def self_signed(self, unit_id: str, unit_name: str) -> x509.Certificate:
        """Return a new self-signed certificate of this key."""
        return self.key.self_signed(unit_id, unit_name)


def token_keys(module: Path) -> tuple[TokenKey, ...]:
    """Return the keys that the tokens of a module show without a PIN, one without a label for a token that shows none.

    Raises AppError: "token_module_missing", "token_module_bad", "token_none", "token_failed".
    """
    with loaded(module) as tokens:
        return tuple(shown for token in tokens for shown in _shown(token))


@contextmanager
def opened(secret: TokenPin, known: Collection[str] = ()) -> Iterator[HeldKey]:
    """Open a key on a token for one piece of work. `known`: fingerprints, by which one of several is chosen.

    The last try of a PIN is never spent here. Raises AppError as `token_keys`, and: "token_pin_missing",
    "token_pin_wrong", "token_pin_few", "token_pin_last", "token_last_try", "token_locked", "token_pin_expired",
    "token_pin_unset", "token_other", "token_several", "token_no_key", "token_several_keys", "token_gone".
    """
    if not secret.pin:
        raise AppError("token_pin_missing")
    with loaded(secret.module) as tokens:
        token = _chosen_token(tokens, secret.token)
        session = _session(token, secret.pin)
        try:
            with pkcs11_errors():
                held = _held(session, secret, known)
            yield held
        finally:
            quietly(session.close)


def _tries(token: Any) -> Tries:  # noqa: ANN401
    from pkcs11 import TokenFlag

    flags = token.slot.get_token().flags  # a token object keeps what was so when it was made
    for flag, tries in (
        (TokenFlag.USER_PIN_LOCKED, Tries.NONE),
        (TokenFlag.USER_PIN_FINAL_TRY, Tries.LAST),
        (TokenFlag.USER_PIN_COUNT_LOW, Tries.FEWER),
    ):
        if flags & flag:
            return tries
    return Tries.ALL


def _shown(token: Any) -> list[TokenKey]:  # noqa: ANN401
    with pkcs11_errors():
        tries, session = _tries(token), token.open()
        try:
            keys = offered(session)
        finally:
            quietly(session.close)
    found = [
        TokenKey(
            token=token.label, label=label, kind=algorithm_of(key).shown(key), fingerprint=fingerprint(key), tries=tries
        )
        for label, key in keys.values()
    ]
    return found or [TokenKey(token=token.label, label="", kind="", fingerprint="", tries=tries)]


def _chosen_token(tokens: list[Any], label: str) -> Any:  # noqa: ANN401
    fitting = [token for token in tokens if label in ("", token.label)]
    names = "、".join(token.label for token in tokens)
    if not fitting:
        raise AppError("token_other", 名称=label, 名单=names)
    if len(fitting) > 1:
        raise AppError("token_several", 名单=names)
    return fitting[0]


def _session(token: Any, pin: str) -> Any:  # noqa: ANN401
    """Log in, once: a wrong PIN is never tried again."""
    with pkcs11_errors():
        tries = _tries(token)
    if tries in (Tries.LAST, Tries.NONE):
        raise AppError("token_last_try" if tries is Tries.LAST else "token_locked")
    try:
        with pkcs11_errors():
            return token.open(user_pin=pin)
    except AppError as error:
        if error.code != "token_pin_wrong":
            raise
    with pkcs11_errors():
        raise AppError(after_wrong_pin(_tries(token)))


def after_wrong_pin(tries: Tries) -> str:
    """Return which sentence says that a PIN was wrong and what is left."""
    return {Tries.ALL: "token_pin_wrong", Tries.FEWER: "token_pin_few", Tries.LAST: "token_pin_last"}.get(
        tries, "token_locked"
    )


def _held(session: Any, secret: TokenPin, known: Collection[str]) -> HeldKey:  # noqa: ANN401
    from pkcs11 import Attribute, ObjectClass

    shown = offered(session)
    private: dict[bytes, Any] = {}
    for kind in key_types():
        for one in list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.KEY_TYPE: kind})):
            if attribute(one, Attribute.SIGN) is not False:
                private[attribute(one, Attribute.ID) or b""] = one
    fitting = {mark: shown[mark] for mark in private if mark in shown and secret.key in ("", shown[mark][0])}
    preferred = [mark for mark, (_, public) in fitting.items() if fingerprint(public) in known]
    if not fitting:
        raise AppError("token_no_key")
    if len(fitting) > 1 and len(preferred) != 1:
        raise AppError("token_several_keys", 名单="、".join(label for label, _ in fitting.values()))
    mark = preferred[0] if preferred else next(iter(fitting))
    able = session.token.slot.get_mechanisms()
    return HeldKey(fitting[mark][1], value_of(private[mark], fitting[mark][1], secret.pin, able))
