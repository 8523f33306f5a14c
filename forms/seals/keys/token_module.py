"""Token module: the maker's PKCS#11 module of a token — loading it, what is on the token, and what it answers.

Every answer of a module becomes a sentence here; what it says itself is of no use to people. python-pkcs11 makes its
classes at run time, hence `Any`. Source: PKCS#11 v2.40 (OASIS).
"""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from forms.seals.keys.certificates import UNREADABLE
from forms.seals.keys.public_keys import ALGORITHMS, PublicKey, algorithm_of, der_value, suitable
from models.basics.errors import AppError

_TURN = threading.Lock()  # a module is one for the whole program, and so is being logged in
_WRONG = ("PinIncorrect", "PinInvalid", "PinLenRange")
_GONE = (
    "DeviceRemoved", "DeviceError", "TokenNotPresent", "TokenNotRecognised", "SlotIDInvalid", "SessionClosed",
    "SessionHandleInvalid", "ObjectHandleInvalid", "KeyHandleInvalid", "UserNotLoggedIn",
)  # fmt: skip
_MESSAGES = {"PinLocked": "token_locked", "PinExpired": "token_pin_expired", "UserPinNotInitialized": "token_pin_unset"}


@contextmanager
def loaded(module: Path) -> Iterator[list[Any]]:
    """Load a module, hand over its tokens, and let go of it."""
    import pkcs11

    if not module.is_file():
        raise AppError("token_module_missing", 文件=module.name)
    with _TURN:
        try:
            library = pkcs11.lib(str(module.absolute()))
        except (pkcs11.PKCS11Error, OSError, ValueError):
            raise AppError("token_module_bad", 文件=module.name) from None
        try:
            with pkcs11_errors():
                tokens = [token for slot in library.get_slots(token_present=True) for token in _token(slot)]
            if not tokens:
                raise AppError("token_none")
            yield tokens
        finally:
            quietly(library.finalize)


def _token(slot: Any) -> list[Any]:  # noqa: ANN401 - python-pkcs11 makes these classes at run time
    """The token in a slot, unless nobody has set it up."""
    import pkcs11

    try:
        token = slot.get_token()
    except (pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised):
        return []
    return [token] if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED else []


@contextmanager
def pkcs11_errors() -> Iterator[None]:
    """Translate PKCS#11 errors into AppError."""
    from pkcs11 import PKCS11Error

    try:
        yield
    except PKCS11Error as error:
        name = type(error).__name__
        if name in _WRONG:
            raise AppError("token_pin_wrong") from None
        raise AppError("token_gone" if name in _GONE else _MESSAGES.get(name, "token_failed")) from None


def quietly(close: Callable[[], object]) -> None:
    """Close what may be gone already: a token that was pulled out is closed as well."""
    from pkcs11 import PKCS11Error

    try:
        close()
    except PKCS11Error:
        return


def key_types() -> list[Any]:
    """Return the types of keys that may count, as PKCS#11 names them."""
    from pkcs11 import KeyType

    return [KeyType[name] for name in dict.fromkeys(one.key_type for one in ALGORITHMS.values())]


def offered(session: Any) -> dict[bytes, tuple[str, PublicKey]]:  # noqa: ANN401
    """Return what a token shows: mark of a key → label and public key, of its certificate or else of its public key."""
    from pkcs11 import Attribute, CertificateType, ObjectClass

    found: dict[bytes, tuple[str, PublicKey]] = {}
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509}
    for one in list(session.get_objects(wanted)):
        label, public = _of_certificate(attribute(one, Attribute.VALUE) or b"")
        if suitable(public):
            found.setdefault(attribute(one, Attribute.ID) or b"", (attribute(one, Attribute.LABEL) or label, public))
    for kind in key_types():
        for one in list(session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.KEY_TYPE: kind})):
            public, mark = _public(one, kind), attribute(one, Attribute.ID) or b""
            if suitable(public):
                found.setdefault(mark, (attribute(one, Attribute.LABEL) or "", public))
    return found


def _of_certificate(content: bytes) -> tuple[str, object]:
    """Return name and key of a certificate; no key for one that is not for signing."""
    try:
        certificate = x509.load_der_x509_certificate(content)
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        public = certificate.public_key()
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return str(names[0].value) if names else "", public
    except UNREADABLE:
        return "", None
    signs = usage.digital_signature or usage.content_commitment
    return str(names[0].value) if names else "", public if signs else None


def _public(one: Any, kind: Any) -> object:  # noqa: ANN401
    from pkcs11 import KeyType, PKCS11Error
    from pkcs11.util.ec import encode_ec_public_key
    from pkcs11.util.rsa import encode_rsa_public_key

    try:
        der = encode_ec_public_key(one) if kind == KeyType.EC else encode_rsa_public_key(one)
        return serialization.load_der_public_key(der)
    except (PKCS11Error, *UNREADABLE):
        return None


def attribute(one: Any, name: Any) -> Any:  # noqa: ANN401
    """Return what a token says of an object, None when it does not know the attribute."""
    from pkcs11 import AttributeSensitive, AttributeTypeInvalid

    try:
        return one[name]
    except (AttributeTypeInvalid, AttributeSensitive):
        return None


def value_of(key: Any, public: PublicKey, pin: str, able: Collection[Any]) -> Callable[[bytes], bytes]:  # noqa: ANN401
    """Return how a token signs that is `able` of some mechanisms: by the best way its algorithm has there.

    The PIN goes along for a key that wants it each time.
    """
    from pkcs11 import Attribute, Mechanism

    again = pin if attribute(key, Attribute.ALWAYS_AUTHENTICATE) else None
    algorithm = algorithm_of(public)
    ways = [(Mechanism[name], made) for name, made in algorithm.on_token]
    mechanism, made = next((way for way in ways if way[0] in able), ways[-1])

    def by_token(content: bytes) -> bytes:
        with pkcs11_errors():
            value: bytes = key.sign(made(content), mechanism=mechanism, pin=again)
        return der_value(value) if algorithm.half else value

    return by_token
