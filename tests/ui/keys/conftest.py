"""The typist and the desk in front of it, for every test of keys, focus and size."""

from tests.ui.keys.typist import shown, typist  # noqa: F401 - fixtures
