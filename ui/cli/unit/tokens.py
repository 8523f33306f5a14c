"""`unit tokens`: which keys the tokens (UKey) behind a PKCS#11 module hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from forms.seals.keys.token import TokenKey


@command("unit tokens")
def tokens(token: Path) -> Answer:
    """List the keys that the tokens of a module show without a PIN."""
    from forms.seals.keys.token import token_keys

    found = token_keys(token)
    said = [
        {"token": one.token, "key": one.label, "kind": one.kind, "fingerprint": one.fingerprint, "tries": one.tries}
        for one in found
    ]
    return Answer({"tokens": said}, [_line(one) for one in found])


def _line(key: TokenKey) -> str:
    if not key.fingerprint:
        return say("token.ui.hidden", UKey=key.token)
    return say("token.ui.one", UKey=key.token, 证书=key.label or "—", 类型=key.kind)
