"""Next year's plan, beside the one in force."""

from pathlib import Path

import pytest

from tests.flow.plans.next_year import next_years_plan


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_years_plan(tmp_path_factory.mktemp("plans") / "明年（测试方案）")
