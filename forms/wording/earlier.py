"""Earlier: how other releases word the pages of a return.

Somebody who rewords a text of `papers` after a release keeps the earlier one in `resources/earlier_words.txt`, so that
returns of that release are read as before. What a later release says nobody can know here; a paper names its release.
"""

import re
from collections.abc import Sequence
from functools import cache

from models.basics.messages import CHINESE, say_in
from models.basics.resources import RESOURCES
from models.basics.version import VERSION

_LIST = RESOURCES / "earlier_words.txt"


@cache
def earlier_words() -> tuple[str, ...]:
    """Return what earlier releases printed and this one does not, with their {blanks}."""
    lines = _LIST.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


def other_release(texts: Sequence[str]) -> str:
    """Return the version of the program that pages say made them, "" where it is this one or they name none.

    The text is of the file: whoever drew it could write any version, so nothing is left unsaid for it.
    """
    name = say_in(CHINESE, "papers.program")
    named = say_in(CHINESE, "papers.findings.program", 名=re.escape(name), 版="(VERSION)").replace(" ", r"\s*")
    pattern = re.compile(named.replace("(VERSION)", r"([0-9]{1,4}(?:\.[0-9]{1,4}){1,3}[0-9A-Za-z.-]{0,12})"))
    found = {version for text in texts for version in pattern.findall(text)}
    return next((version for version in sorted(found) if version != VERSION), "")
