"""Format sections: the parts of a number format, for which numbers each is meant and in which signs it draws."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from models.basics.records import dataclass

LONGEST_FORMAT = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<inside>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>E[+-])|(?P<week>a{3,4}|d{3,4})|(?P<day>[ymdhsbe]+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_WHITE = ("white", "白色", "color2", "color 2", "颜色2", "颜色 2")  # of a section, in the words of Excel and WPS
Kind = Literal["general", "number", "day", "text", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatSection:
    """How one part of a format shows what it is meant for."""

    kind: Kind
    before: str = ""
    after: str = ""
    mask: str = ""  # the places of a number with what stands between them: 0, #, ?, "." and literal signs
    inside: bool = False  # a literal sign stands between the places
    percent: int = 0
    thousands: int = 0  # commas behind the last place, each shows a thousandth
    letters: str = ""  # of a day: y m d h s, w for that of the week, t for hours without end
    power: bool = False
    condition: tuple[str, Decimal] | None = None
    white: bool = False  # it writes in white


@lru_cache(maxsize=4_000)
def format_sections(code: str) -> tuple[FormatSection, ...]:
    """Return the parts of a format, as far as they are read."""
    return tuple(_section(part) for part in _parts(code[:LONGEST_FORMAT]))


def _parts(code: str) -> list[str]:
    parts, last = [""], 0
    for found in _TOKEN.finditer(code):
        parts[-1] += code[last : found.start()]
        last = found.end()
        if found["sign"] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return parts


def _section(part: str) -> FormatSection:
    scan = _Scan()
    for found in _TOKEN.finditer(part):
        scan.take(found)
    return scan.section()


class _Scan:
    """One section of a format being read, sign by sign."""

    def __init__(self) -> None:
        self.before = self.after = self.mask = self.letters = ""
        self.percent = self.thousands = 0
        self.general = self.text = self.power = self.inside = self.white = self.fraction = False
        self.condition: tuple[str, Decimal] | None = None

    def take(self, found: re.Match[str]) -> None:
        if found["general"]:
            self.general = True
        elif found["power"] and self.mask:
            self.power = True
        elif found["week"]:
            self.letters += "w"
        elif found["day"] or found["half"]:
            self.letters += (found["day"] or "h").lower().replace("b", "y").replace("e", "y")
        elif found["inside"] is not None:
            self._bracket(found["inside"])
        elif found["sign"] is not None:
            self._sign(found["sign"])
        else:
            self._words(found["quoted"] or found["escaped"] or "")

    def _bracket(self, inside: str) -> None:
        if _ELAPSED.fullmatch(inside):
            self.letters += "t"
        elif inside.strip().lower() in _WHITE:
            self.white = True
        elif limit := _CONDITION.fullmatch(inside.replace(" ", "")):
            self.condition = limit[1], _limit(limit[2])

    def _sign(self, sign: str) -> None:
        if sign in "0#?":
            self.inside = self.inside or (bool(self.after.strip()) and not self.power)
            self.mask += "" if self.power else self.after + sign
            self.after, self.thousands = "", 0
        elif sign == "@":
            self.text = True
        elif sign == "." and (self.mask or not self.before):
            self.mask += "."
        elif sign == "," and self.mask:
            self.thousands += 1
        elif sign == "/" and self.mask:
            self.fraction = True
            self._words(sign)
        elif sign == "%":
            self.percent += 1
        else:
            self._words(sign)

    def _words(self, words: str) -> None:
        if self.mask or self.text or self.general:
            self.after += words
        else:
            self.before += words

    def section(self) -> FormatSection:
        fraction = self.inside and self.fraction and self.mask.count("/") == 1
        return FormatSection(
            kind=self._kind(),
            before=self.before,
            after=self.after,
            mask=self.mask,
            inside=self.inside and not fraction,
            percent=self.percent,
            thousands=self.thousands,
            letters=self.letters,
            power=self.power,
            condition=self.condition,
            white=self.white,
        )

    def _kind(self) -> Kind:
        places = any(one in "0#?" for one in self.mask)
        if self.letters and (not places or {"y", "d"} & set(self.letters)):
            return "day"
        if self.mask:
            return "number"
        if self.general and not (self.before + self.after).strip():
            return "general"
        return "text" if self.text or self.general else "words"


def _limit(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)
