"""The public face of models and forms: the example of the README runs, names are typed and named, nothing loads early."""

import inspect
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import forms
import models
from models.basics.errors import AppError
from models.checks.findings import CONFIRMATION
from models.plan.plan import Level

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
LONGEST_EXAMPLE = 25  # lines
TODAY = date(2020, 10, 12)


def example() -> str:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


def filled(folder: Path) -> None:
    """Write a sheet of M12 that can be filed, as `--from FILE` and `forms.read_sheet` take it."""
    plan = models.load_plan()
    empty = models.make_sheet(plan=plan, unit="M12", period="2020Q3")
    said: dict[str, Any] = {"cover": {}, "cells": {}, "progress": {}, "explanations": {}}
    names = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210000", "报出日期": "2020.10.12"}
    for address, field in empty.fields.items():
        group, _, name = address.partition(".")
        words = names.get(name) or ("推进中" if field.column.choices else "按方案推进，完成既定工作")
        if field.required:
            (said["cover"] if group == "封面" else said["progress"].setdefault(group, {}))[name] = words
    path = folder / "sheet.json"
    with models.open_unit(folder=folder / "try") as unit:
        for _ in range(3):  # blanks first, then what is warned of
            path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
            sheet = forms.read_sheet(unit=unit, period="2020Q3", path=path, today=TODAY)
            for finding in models.check(sheet=sheet):
                if finding.level is Level.WARNING:
                    said["explanations"][finding.key] = CONFIRMATION if finding.check.confirm else "测试数据，原因从略"
                elif finding.check.rule == "required" and finding.at in sheet.slots:
                    said["cells"][finding.at] = "5" if sheet.slots[finding.at].item.entered else {"state": "nil"}
    assert not [one for one in models.check(sheet=sheet) if one.level is Level.ERROR]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder `work` with a sheet.json for the example."""
    from ui.session.trial_workspace import make_trial

    folder = tmp_path / "work"
    folder.mkdir()
    make_trial(folder / "try", "M12").close()
    filled(folder)
    return tmp_path


def test_the_example_of_the_readme_runs_from_plan_to_summary(work: Path) -> None:
    code = example()
    assert len([line for line in code.splitlines() if line.strip()]) <= LONGEST_EXAMPLE
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=work, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert "accepted" in last and "Q10" in last


@pytest.mark.parametrize("face", [models, forms])
def test_every_name_of_the_face_is_a_function_of_named_arguments(face: Any) -> None:
    assert set(face.__all__) <= set(dir(face))
    for name in face.__all__:
        function = getattr(face, name)
        parameters = inspect.signature(function).parameters.values()
        assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters), name
        assert inspect.getdoc(function), name
    with pytest.raises(AttributeError):
        _ = face.nothing_of_that_name


def test_a_sheet_and_an_error_need_no_workspace_and_no_language_of_the_process() -> None:
    plan = models.load_plan()
    sheet = models.make_sheet(plan=plan, unit="610924", period="2020Q3")
    frozen = models.freeze(sheet=sheet)
    assert models.parse_return(content=frozen.content) == frozen
    with pytest.raises(AppError) as refused:
        models.make_sheet(plan=plan, unit="610924", period="1999Q1")
    said = {language: models.sentence(error=refused.value, language=language) for language in ("zh_CN", "en")}
    assert "1999Q1" in said["en"] and said["en"] != said["zh_CN"]


@pytest.mark.parametrize(
    ("code", "rooms"), [("import models.basics.errors", {"models", "models.basics"}), ("import models, forms", {"models", "forms"})]
)  # fmt: skip
def test_importing_one_room_loads_no_other(code: str, rooms: set[str]) -> None:
    script = f"{code}\nimport sys\nprint(*(n for n in sys.modules if n.split('.')[0] in ('models', 'forms', 'ui')))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) - {"models.basics.errors"} == rooms
