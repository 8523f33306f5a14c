"""Passphrases: how strong one is, in words, while it is typed. No Qt; `forms.seals.keys.keys` decides what is refused.

The words count what a guesser has to try: length and kinds of signs, less for figures alone, runs and repeats.
"""

import re

from models.basics.messages import say
from ui.basics.completion import Mark

SHORTEST, FEWEST = 8, 4  # as forms.seals.keys.keys refuses them; its own words come when the key is made
FAIR, GOOD, STRONG = 30, 48, 62  # bits, roughly
_YEAR = re.compile(r"(19|20)\d\d")
_COMMON = ("password", "passw0rd", "qwerty", "asdf", "abcd", "admin", "tanbao", "woaini", "iloveyou", "1234", "8888")


def strength(text: str) -> tuple[str, Mark]:
    """Return what is to be said of a passphrase: ERROR = it will be refused, WARNING = easily guessed, DONE = good."""
    if not text:
        return say("first_run.strength.empty"), Mark.NONE
    if not text.isascii() or not text.isprintable():
        return say("first_run.strength.ascii"), Mark.ERROR
    if len(text) < SHORTEST:
        return say("first_run.strength.short", n=SHORTEST - len(text)), Mark.ERROR
    if len(set(text)) < FEWEST:
        return say("first_run.strength.plain"), Mark.ERROR
    bits = _bits(text)
    if bits < FAIR:
        return say("first_run.strength.guessed"), Mark.WARNING
    return say(f"first_run.strength.{'fair' if bits < GOOD else 'good' if bits < STRONG else 'strong'}"), Mark.DONE


def _bits(text: str) -> float:
    """How much there is to guess: 3.3 bits a figure, 4.7 a letter, 5.5 a sign; a run or a year counts as one."""
    if text.isdigit():
        return min(2.5 * len(text), FAIR - 1) if len(text) < 16 else FAIR
    low = _YEAR.sub("0", text.lower())
    for word in _COMMON:
        low = low.replace(word, word[:1])
    fresh = [sign for place, sign in enumerate(low) if not place or abs(ord(sign) - ord(low[place - 1])) > 1]
    mixed = 0.5 * len(fresh) if text != text.lower() and text != text.upper() else 0.0
    return mixed + sum(3.3 if sign.isdigit() else 4.7 if sign.isalpha() else 5.5 for sign in fresh)
