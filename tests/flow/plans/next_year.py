"""The shipped plan a year on: every day, period and year in it one higher, under an id of its own, as README says."""

import re
from collections.abc import Callable
from pathlib import Path

from models.plan.load import SHIPPED, plan_files

YEAR = re.compile(r"20(?:1[0-9]|20|21)(?=[-年QY. \"“”/]|$)", re.MULTILINE)
ID, VERSION = "AK-LC-2021", "1.0.0"


def next_years_plan(folder: Path, edit: Callable[[str, str], str] = lambda _, text: text) -> Path:
    """Write next year's plan into a folder, each file (name, text) through `edit`, and return the folder."""
    folder.mkdir(parents=True)
    for name, content in plan_files(SHIPPED).items():
        text = YEAR.sub(lambda year: str(int(year[0]) + 1), content.decode())
        text = text.replace(f'id = "{ID}"', f'id = "{ID}"\nfollows = "AK-LC-2020"')
        text = text.replace('version = "2.0.0"', f'version = "{VERSION}"')
        (folder / name).write_text(edit(name, text), "utf-8")
    return folder


def edited_plan(folder: Path, edit: Callable[[str, str], str]) -> Path:
    """Write the shipped plan into a folder, each file through `edit`, and return the folder."""
    folder.mkdir(parents=True)
    for name, content in plan_files(SHIPPED).items():
        (folder / name).write_text(edit(name, content.decode()), "utf-8")
    return folder
