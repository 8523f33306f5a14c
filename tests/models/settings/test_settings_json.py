"""Settings travel as one canonical text and come back the same; any other text is refused."""

import tomllib
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.settings.json import settings_from_json, settings_json
from models.settings.load import read_settings
from models.settings.settings import Settings, Target
from models.settings.toml import settings_toml
from tests.models.settings.sample import FILE, PLAN

names = st.text(max_size=5)


figures = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


times = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(PLAN_ZONE))


rows = st.lists(st.dictionaries(names, names, min_size=1, max_size=2), min_size=1, max_size=2).map(tuple)


def test_settings_travel_as_one_text_and_come_back_the_same(settings: Settings) -> None:
    text = settings_json(settings)
    assert settings_from_json(text) == settings
    assert settings_json(settings_from_json(text)) == text
    assert '"value":"15"' in text
    assert '"2020Q3":"2020-10-15T17:30:00+08:00"' in text
    assert settings_from_json(settings_json(Settings())) == Settings()


@given(
    due=st.dictionaries(names, times, max_size=2),
    parameters=st.dictionaries(
        names,
        names | st.lists(names, max_size=2).map(tuple) | st.dictionaries(names, names, max_size=2) | rows,
        max_size=3,
    ),
    targets=st.lists(
        st.builds(Target, unit=names, indicator=names, value=figures, doc_no=names, doc_date=names), max_size=2
    ).map(tuple),
)
def test_any_settings_come_back_the_same(
    due: dict[str, datetime], parameters: dict[str, Any], targets: tuple[Target, ...]
) -> None:
    settings = Settings(version=7, due=due, parameters=parameters, targets=targets)
    assert settings_from_json(settings_json(settings)) == settings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":1', '"version":1.0'),
        ('"version":1', '"version":true'),
        ('"value":"15"', '"value":15'),
        ('"value":"15"', '"value":"15.0"'),
        ('"value":"15"', '"value":"NaN"'),
        ('"unit":"610924"', '"unit":null'),
        ("+08:00", "+00:00"),
        ("+08:00", ""),
        ('"form":"tanbao-settings-2",', ""),
        ('{"due"', '{"more":1,"due"'),
        (",", ", "),
    ],
)
def test_a_text_that_is_not_the_canonical_form_is_refused(settings: Settings, old: str, new: str) -> None:
    text = settings_json(settings)
    assert old in text
    with pytest.raises(AppError, match="settings_malformed"):
        settings_from_json(text.replace(old, new))


def test_settings_written_as_a_file_are_read_back_the_same() -> None:
    said = read_settings(FILE, PLAN, Settings())
    again = read_settings(settings_toml(said), PLAN, Settings())
    assert again == said
    assert settings_toml(Settings()) == "\n" and read_settings("", PLAN, Settings()) == Settings(
        version=1, plan=PLAN.id
    )
    odd = replace(said, groups={'引号"与\\': ("换\n行",)})
    assert tomllib.loads(settings_toml(odd))["groups"] == {'引号"与\\': ["换\n行"]}
