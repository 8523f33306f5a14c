"""The steps of a first start, in their order. A new step: one file here and its line in STEPS."""

from ui.screens.first_steps.key import KeyStep
from ui.screens.first_steps.pack import PackStep
from ui.screens.first_steps.people import PeopleStep
from ui.screens.first_steps.place import PlaceStep
from ui.screens.first_steps.step import Step
from ui.screens.first_steps.unit import UnitStep

STEPS: tuple[type[Step], ...] = (PackStep, UnitStep, PlaceStep, PeopleStep, KeyStep)
