"""The page 生成与报送 of a desk, for the tests that file something; made when it is first asked for, as the desk does."""

from ui.screens.filing import FilingScreen
from ui.window.unit_desk import UnitDesk


def filing_of(desk: UnitDesk) -> FilingScreen:
    return next(screen for screen in desk.screens if isinstance(screen, FilingScreen))
