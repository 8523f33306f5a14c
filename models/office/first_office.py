"""First office: what has been chosen so far on a PC on which an office is being set up; kept until its pack is written.

Lies in a small file in the office's folder, so that the window may be closed at any step. Never holds a passphrase.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, field
from pathlib import Path

from models.basics.records import dataclass
from models.system.files import make_private_folder
from models.workspace.first_run import OFFICE_CHOICES

STEPS = ("plan", "office", "due", "key", "pack")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChoices:
    """The step one is at, the plan's file or folder ("" = the shipped one), the office's name, who acts, due times.

    `read` are the plan's files, name → text, as they were read from a book; empty for one that is no book.
    """

    step: str = STEPS[0]
    plan: str = ""
    read: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    by: str = ""
    due: Mapping[str, str] = field(default_factory=dict)  # period → text as typed


def keep_office_choices(folder: Path, choices: OfficeChoices) -> None:
    """Keep what was chosen, whole or not at all. Raises OSError as the machine does."""
    make_private_folder(folder)
    fresh = folder / f"{OFFICE_CHOICES}.new"
    fresh.write_text(json.dumps(asdict(choices), ensure_ascii=False), "utf-8")
    fresh.replace(folder / OFFICE_CHOICES)


def office_choices(folder: Path) -> OfficeChoices:
    """Return what was chosen; nothing chosen for a file that is not there or says something else."""
    try:
        said = json.loads((folder / OFFICE_CHOICES).read_text("utf-8"))
        due = {str(period): str(text) for period, text in dict(said["due"]).items()}
        read = {str(name): str(text) for name, text in dict(said.get("read", {})).items()}
        step = said["step"] if said["step"] in STEPS else STEPS[0]
        texts = {key: str(said[key]) for key in ("plan", "name", "by")}
        return OfficeChoices(step=step, read=read, due=due, **texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return OfficeChoices()


def forget_office_choices(folder: Path) -> None:
    """Remove the file: the office is set up."""
    (folder / OFFICE_CHOICES).unlink(missing_ok=True)
