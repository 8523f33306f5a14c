"""The settings that the sample file makes."""

import pytest

from models.settings.load import read_settings
from models.settings.settings import Settings
from tests.models.settings.sample import FILE, PLAN


@pytest.fixture
def settings() -> Settings:
    return read_settings(FILE, PLAN, Settings())
