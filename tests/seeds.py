"""How many random cases a test draws: few in each run of the tests, many with `tasks.py fuzz`. The same number draws the same case."""

import os

MORE = "TANBAO_MORE"  # how many times as many


def seeds(count: int) -> range:
    """Return the numbers of so many cases, or of a multiple of them."""
    return range(count * int(os.environ.get(MORE, "1")))
