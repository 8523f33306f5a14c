"""The shipped plan ten times over: each indicator, item, process item and formula check under other ids and names."""

import re
from functools import cache

from models.plan.load import SHIPPED, plan_files

TIMES = 10
_ID = re.compile(r"\b([QX]\d{2})(?=[.\"\s)@,]|$)")
_ENTRY = re.compile(r"^\[\[(\w+)\]\]\n.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


def _again(entry: str, n: int) -> str:
    renamed = re.sub(r'^name = "([^"]+)"', rf'name = "\g<1>{n}"', _ID.sub(rf"\1x{n}", entry), flags=re.MULTILINE)
    return re.sub(r'^id = "(CK-[^"]+)"', rf'id = "\1x{n}"', renamed, flags=re.MULTILINE)


def _wanted(kind: str, entry: str) -> bool:
    if kind == "check":  # rules are code and look at everything by themselves
        return ("\nmust = " in entry or "\nwhen = " in entry) and "\nrule" not in entry
    return kind in ("indicator", "item", "process", "assignment")


@cache
def large_plan() -> dict[str, bytes]:
    """The files of a plan ten times as large."""
    files = {}
    for name, content in plan_files(SHIPPED).items():
        text = content.decode()
        more = [
            _again(found[0], n)
            for n in range(1, TIMES)
            for found in _ENTRY.finditer(text)
            if _wanted(found[1], found[0])
        ]
        files[name] = (text.rstrip() + "\n\n" + "\n".join(more)).encode()
    return files
