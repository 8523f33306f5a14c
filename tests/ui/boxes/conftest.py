"""The desk a box lies over."""

from tests.ui.keys.typist import shown  # noqa: F401 - a fixture
