"""first_steps: the start page and the steps of a first run, in their order.

A new step: one file here and its line in STEPS.
"""

from ui.first_steps.key import KeyStep
from ui.first_steps.pack import PackStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.step import SetupStep
from ui.first_steps.unit import UnitStep

STEPS: tuple[type[SetupStep], ...] = (PackStep, UnitStep, PlaceStep, PeopleStep, KeyStep)
