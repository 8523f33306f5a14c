"""Resources: where the program's own data lies (plans, messages, icons, guide), from source and frozen."""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
RESOURCES = HOUSE / "resources"
