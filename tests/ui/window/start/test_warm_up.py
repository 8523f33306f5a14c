"""What a window loads in the background, a second after it is up, is there to be loaded."""

from importlib.util import find_spec

import pytest

from ui.window.app import WARM


@pytest.mark.parametrize("module", WARM)
def test_what_the_first_acts_need_is_there_to_be_loaded(module: str) -> None:
    """Nobody sees it where it is not: the first acts wait, and what was left behind is not taken away either."""
    assert find_spec(module) is not None
