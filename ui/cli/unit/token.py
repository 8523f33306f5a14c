"""Options and command for keys on tokens (UKey): which module, which token, which key; the PIN is never an argument."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, add_common, answer, passphrase

if TYPE_CHECKING:
    from forms.papers.enrolment import Secret
    from forms.seals.keys.token import TokenKey


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add `--token MODULE`, `--token-label` and `--token-key` to a command that uses the unit's key."""
    parser.add_argument("--token", type=Path, metavar="MODULE", help=say("token.cli.module"))
    parser.add_argument("--token-label", default="", metavar="LABEL", help=say("token.cli.label"))
    parser.add_argument("--token-key", default="", metavar="LABEL", help=say("token.cli.key"))


def add_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit tokens`."""
    tokens = found.add_parser("tokens", help=say("token.cli.tokens"))
    tokens.add_argument("token", type=Path, metavar="MODULE", help=say("token.ui.module"))
    add_common(tokens, data=False)
    tokens.set_defaults(command=list_tokens)


def key_secret(arguments: argparse.Namespace) -> "Secret":
    """Return what opens the unit's key: the passphrase, or with `--token` the PIN and where the token is."""
    from forms.seals.keys.token import TokenPin

    secret = passphrase(arguments)
    if arguments.token is None:
        return secret
    return TokenPin(arguments.token, secret, arguments.token_label, arguments.token_key)


def list_tokens(arguments: argparse.Namespace) -> int:
    """List the keys that the tokens of a module show without a PIN."""
    from forms.seals.keys.token import token_keys

    found = token_keys(arguments.token)
    said = [
        {"token": one.token, "key": one.label, "kind": one.kind, "fingerprint": one.fingerprint, "tries": one.tries}
        for one in found
    ]
    answer(arguments, {"tokens": said}, [words_of(one) for one in found])
    return DONE


def words_of(key: "TokenKey") -> str:
    """Return a key on a token as a person reads it."""
    if not key.fingerprint:
        return say("token.ui.hidden", UKey=key.token)
    return say("token.ui.one", UKey=key.token, 证书=key.label or "—", 类型=key.kind)
