"""Jumps: where Ctrl+arrow goes in a grid — to the end of what is filled, or over the gap to where it begins again.

Knows only which places say something; as Excel and WPS do it.
"""

from collections.abc import Callable, Sequence


def jump(here: int, line: Sequence[int], filled: Callable[[int], bool]) -> int:
    """Return the place to go to along a line of places that lie ahead, nearest first; `here` when there is none."""
    if not line:
        return here
    if filled(here) and filled(line[0]):
        end = here
        for place in line:
            if not filled(place):
                break
            end = place
        return end
    return next((place for place in line if filled(place)), line[-1])
