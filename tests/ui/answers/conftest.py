"""The typist and the desk in front of it."""

from tests.ui.keys.typist import shown, typist  # noqa: F401 - fixtures
