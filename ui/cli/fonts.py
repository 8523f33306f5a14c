"""`fonts`: which typeface stands for each role on paper, and how a person chooses another."""

from __future__ import annotations

from pathlib import Path

from models.basics.messages import say
from ui.cli.shared.command import Answer, command


@command("fonts")
def fonts(*, role: str = "", file: Path | None = None) -> Answer:
    """Tell what stands for 小标宋, 仿宋, 楷体, 黑体 and 宋体; with a role choose a file for it, or none again."""
    from forms.guards.guards import named_file
    from forms.page.font_files import ROLES, choose_font, font_file, typeface_name
    from models.basics.errors import AppError

    if role:
        if role not in ROLES:
            raise AppError("font_role_unknown", 字体=role, 名单="、".join(ROLES))
        choose_font(ROLES[role], file and named_file(file))
    found, lines = [], []
    for name, face in ROLES.items():
        one, typeface = font_file(face), typeface_name(face)
        kind = "chosen" if one.chosen else "own" if one.own else "stand_in"
        found.append({"role": name, "file": str(one.path), "typeface": typeface, "kind": kind})
        lines.append(say(f"cli.font_{kind}", 字体=name, 名=typeface, 文件=one.path))
    return Answer({"fonts": found}, lines)
