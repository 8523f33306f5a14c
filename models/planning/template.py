"""Template: the common set that a new plan begins with, and that fills what a short book leaves out."""

from decimal import Decimal

import tomli

from models.basics.resources import RESOURCES
from models.planning.source import Rows

TEMPLATE = RESOURCES / "plan_template" / "template.toml"


def template_rows() -> Rows:
    """Return the rows of the common set; no units, indicators, items or periods."""
    tables = tomli.loads(TEMPLATE.read_text("utf-8"), parse_float=Decimal)
    return {kind: rows if isinstance(rows, list) else [rows] for kind, rows in tables.items()}
