"""A sheet that is complete, at the page 生成与报送."""

import pytest

from tests.ui.filing_page import complete
from ui.window.unit_desk import UnitDesk


@pytest.fixture
def cheap(small_desk: UnitDesk) -> UnitDesk:
    """A complete sheet at the filing page."""
    complete(small_desk.session)
    small_desk.go("filing")
    return small_desk
