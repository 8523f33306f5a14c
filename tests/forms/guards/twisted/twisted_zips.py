"""Twists of the zip a workbook lies in: names said twice, and names no program agrees on."""

import io
import zipfile
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, packed
from tests.forms.guards.twisted.twists import TWISTS, false_cell, many


def zipped_with(change: Callable[[bytes], bytes]) -> Twist:
    return lambda parts: change(packed(parts))


def twice_in_zip(parts: Parts) -> bytes:
    name, cell, false = false_cell(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
        package.writestr(name.replace("sheet", "Sheet"), parts[name].replace(cell, false))
    return out.getvalue()


def nul_in_name(parts: Parts) -> bytes:
    name, cell, false = false_cell(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
        package.writestr(name + "#x", parts[name].replace(cell, false))
    return out.getvalue().replace(name.encode() + b"#x", name.encode() + b"\0x")


many("zip", {
    "another whole book in front": lambda parts: packed(parts) + packed({**parts}),
    "bytes behind the end": zipped_with(lambda file: file + b"192.40"),
    "bytes in front": zipped_with(lambda file: b"192.40" + file),
    "a name twice in other letters": twice_in_zip,
    "a NUL in a name": nul_in_name,
    "a comment": zipped_with(lambda file: file[:-2] + b"\x05\x00hello"),
})  # fmt: skip


__all__ = ["TWISTS"]
