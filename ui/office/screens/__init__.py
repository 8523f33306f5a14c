"""screens: the pages of the office's desk, in the order of the navigation.

A new page: one file here and its line in OFFICE_SCREENS.
"""

from ui.office.page import OfficePage
from ui.office.planning.page import PlanPage
from ui.office.scoring.page import ScoresPage
from ui.office.screens.audit import AuditPage
from ui.office.screens.differences import DifferencesPage
from ui.office.screens.keys import KeysPage
from ui.office.screens.notices import NoticesPage
from ui.office.screens.receptions import ReceptionsPage
from ui.office.screens.review import ReviewPage
from ui.office.screens.roster import RosterPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage

OFFICE_SCREENS: tuple[type[OfficePage], ...] = (
    TodayPage,
    RosterPage,
    ReceptionsPage,
    ReviewPage,
    DifferencesPage,
    SummaryPage,
    RulingsPage,
    NoticesPage,
    ScoresPage,
    SettingsPage,
    KeysPage,
    AuditPage,
    PlanPage,
)
