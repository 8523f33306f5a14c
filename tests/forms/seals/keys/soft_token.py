"""A token made of software (SoftHSM, Debian's softhsm2): what stands in for a UKey in tests."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PIN, SO_PIN = "unit-271828", "31415926"  # letters: no run of digits in a sealed file is it by chance
PLACES = ("softhsm", "x86_64-linux-gnu/softhsm", "aarch64-linux-gnu/softhsm")
CURVES = {"ec": "secp256r1", "p384": "secp384r1"}


def soft_module() -> Path:
    """The module that Debian's package brings."""
    paths = [Path("/usr/lib") / place / "libsofthsm2.so" for place in PLACES]
    found = [path for path in paths if path.is_file()]
    if not found:
        pytest.fail("the package softhsm2 is missing: build/tasks.py test installs it")
    return found[0]


@dataclass
class SoftToken:
    """The folder where SoftHSM keeps its tokens, and its module."""

    folder: Path
    module: Path

    @classmethod
    def make(cls, folder: Path, patch: pytest.MonkeyPatch) -> "SoftToken":
        """Let SoftHSM keep its tokens in a folder of this test."""
        (folder / "tokens").mkdir(parents=True)
        settings = folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
        patch.setenv("SOFTHSM2_CONF", str(settings))
        return cls(folder, soft_module())

    def add(self, label: str, *kinds: str, again: bool = False) -> None:
        """Set up one more token with a key of each kind: "ec", "p384", "rsa", "rsa1024", … labelled `label-kind`."""
        import pkcs11

        words = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN]
        subprocess.run(words, check=True, capture_output=True)
        library = pkcs11.lib(str(self.module))
        try:
            with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
                for number, kind in enumerate(kinds, 1):
                    _make_key(session, number, f"{label}-{kind}", kind, again=again)
        finally:
            library.finalize()

    def pull_out(self) -> None:
        """Make the tokens disappear, as when somebody unplugs them."""
        (self.folder / "tokens").rename(self.folder / "unplugged")
        (self.folder / "tokens").mkdir()

    def put_back(self) -> None:
        """Plug the tokens in again."""
        shutil.rmtree(self.folder / "tokens")
        (self.folder / "unplugged").rename(self.folder / "tokens")


def _make_key(session: Any, number: int, label: str, kind: str, *, again: bool) -> None:
    from pkcs11 import Attribute, KeyType, Mechanism
    from pkcs11.util.ec import encode_named_curve_parameters

    private = {Attribute.ALWAYS_AUTHENTICATE: True} if again else {}
    named = {"id": bytes([number]), "label": label, "store": True, "private_template": private}
    if kind in CURVES:
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters(CURVES[kind])}
        session.create_domain_parameters(KeyType.EC, curve, local=True).generate_keypair(
            mechanism=Mechanism.EC_KEY_PAIR_GEN, **named
        )
    else:
        session.generate_keypair(KeyType.RSA, int(kind[3:] or 2048), **named)
