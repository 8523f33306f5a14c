"""Resources: where the program's own data lies (plans, messages, icons, guide), from source and frozen.

And where the person's own settings of the program lie, once it has started.
"""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
RESOURCES = HOUSE / "resources"


class PersonSettings:
    """The folder of this person's settings of the program; None until it says so: who imports a room has none."""

    folder: Path | None = None


PERSON = PersonSettings()
