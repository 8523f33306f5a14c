"""`plan guide`: the format of plans in words, as a file."""

from __future__ import annotations

from models.basics.messages import say
from ui.cli.shared.base import FileOrFolder
from ui.cli.shared.command import Answer, command


@command("plan guide")
def guide(*, out: FileOrFolder) -> Answer:
    """Write the guide to the format of plans (Markdown), made from the loader's own tables."""
    from forms.wording.files import write_files
    from models.planning.guide import plan_guide

    name = out.name if out.suffix.casefold() == ".md" else say("cli.plan_guide_file")
    folder = out.parent if out.suffix.casefold() == ".md" else out
    (made,) = write_files(folder.absolute(), {name: plan_guide().encode()})
    return Answer({"file": str(made)}, [say("cli.plan_guide_made", 文件=made)])
