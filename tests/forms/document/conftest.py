"""The shipped plan, and the documents of its units."""

from collections.abc import Callable

import pytest

from forms.document.document import write_document
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.returns.frozen import freeze
from models.returns.returns import Return
from models.sheet.sheet import Sheet
from tests.forms.document.filled import filled
from tests.pdf_text import pdf_text


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The shipped plan."""
    return load_plan(SHIPPED)


@pytest.fixture(scope="module")
def printed(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Return, Sheet, str]]:
    """Return a unit's return, its sheet and the text of its document."""

    def of(unit: str) -> tuple[Return, Sheet, str]:
        sheet = filled(plan, unit)
        filed = freeze(sheet)
        return filed, sheet, pdf_text(write_document(filed, sheet, run_checks(sheet)), "-raw")

    return of
