"""`guide`: the guide as booklets to print."""

from __future__ import annotations

from pathlib import Path

from models.basics.messages import say
from ui.cli.shared.base import progress
from ui.cli.shared.command import Answer, command


@command("guide")
def guide(*, out: Path) -> Answer:
    """Write 填报指南, 汇总指南, 安装与签名说明 and 常见问题 as PDF, in the words of the shipped plan."""
    from forms.manual.booklets import write_booklets
    from models.basics.messages import in_words
    from models.plan.load import SHIPPED, load_plan

    with in_words(load_plan(SHIPPED).words):
        made = write_booklets(out.absolute(), progress(say("help.guide.making")))
    names = "、".join(one.name for one in made)
    return Answer({"files": [str(one) for one in made]}, [say("help.guide.made", 目录=out.absolute(), 名单=names)])
