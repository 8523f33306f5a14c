"""Key list 停用名单: which keys of units count no more, and from when; a file of its own, sealed by the office.

It has a number that only rises, so that an older list that is sent again is seen. It says no reasons: it goes to
every unit.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.seals.data_seal import BrokenSeal, open_seal, seal
from forms.seals.keys.keys import AnySigner, certificate_from_bytes, is_offices
from models.basics.canonical import encode
from models.basics.errors import AppError
from models.basics.records import dataclass

NAME = "tanbao-keys.json"  # of the file inside a pack
FORM = "tanbao-keys-1"
MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedKey:
    """A key that counts until a time only, for papers that the office registers."""

    unit: str
    key: str  # fingerprint
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """A list as it was opened: its number, when it was issued, and the keys that ended."""

    number: int
    issued: datetime
    ended: tuple[EndedKey, ...]

    @property
    def digest(self) -> str:
        """What the list says, as one hash: two lists of one number must have the same."""
        return ended_digest(self.ended)

    def end_of(self, unit: str, key: str) -> datetime | None:
        """Return from when a key of a unit counts no more, None for one that is not on the list."""
        return next((one.until for one in self.ended if (one.unit, one.key) == (unit, key)), None)


def ended_digest(ended: Sequence[EndedKey]) -> str:
    """Return the hash of what a list says of keys."""
    return hashlib.sha256(encode(_rows(ended))).hexdigest()


def write_key_list(number: int, ended: Sequence[EndedKey], signer: AnySigner, at: datetime) -> bytes:
    """Return the sealed file."""
    text = encode({"form": FORM, "number": number, "issued": at.isoformat(), "ended": _rows(ended)})
    return encode({"list": text.decode(), "seal": b64encode(seal(text, signer, at)).decode()})


def read_key_list(content: bytes, root: bytes) -> KeyList:
    """Return the list of the office with this root certificate (PEM). Raises AppError("key_list_damaged")."""
    try:
        said = json.loads(content)
        text = str(said["list"]).encode()
        by = open_seal(text, b64decode(str(said["seal"]), validate=True))
        if not is_offices(by.certificate, certificate_from_bytes(root)):
            raise AppError("key_list_damaged")
        return _read(json.loads(text))
    except (BrokenSeal, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AppError("key_list_damaged") from error


def _read(facts: Mapping[str, Any]) -> KeyList:
    rows, number = facts["ended"], facts["number"]
    if facts["form"] != FORM or type(number) is not int or number < 0 or len(rows) > MOST_KEYS:
        raise ValueError("list")
    ended = tuple(EndedKey(unit=str(unit), key=str(key), until=_time(until)) for unit, key, until in rows)
    return KeyList(number=number, issued=_time(facts["issued"]), ended=ended)


def _time(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("time without zone")
    return found


def _rows(ended: Sequence[EndedKey]) -> list[list[str]]:
    return sorted([one.unit, one.key, one.until.isoformat()] for one in ended)
