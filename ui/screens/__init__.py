"""screens: the pages of the unit desk, in the order of the navigation.

A new screen: one file here and its line in SCREENS.
"""

from ui.screens.cover import CoverScreen
from ui.screens.filing import FilingScreen
from ui.screens.findings import FindingsScreen
from ui.screens.overview import OverviewScreen
from ui.screens.progress import ProgressScreen
from ui.screens.receipts import ReceiptsScreen
from ui.screens.register import RegisterScreen
from ui.screens.slices import SlicesScreen
from ui.screens.table import TableScreen
from ui.session.screen import Screen

SCREENS: tuple[type[Screen], ...] = (
    OverviewScreen,
    CoverScreen,
    TableScreen,
    ProgressScreen,
    RegisterScreen,
    SlicesScreen,
    FindingsScreen,
    FilingScreen,
    ReceiptsScreen,
)
