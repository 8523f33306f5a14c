"""City: an office in mid-year with the returns of its units, for somebody who learns; two returns wait to be received.

Test data like everything here, of the shipped plan. The passphrase is told to whoever tries.
"""

import shutil
from pathlib import Path

from forms.demo.chain import Progress
from forms.demo.demo import play
from models.plan.load import SHIPPED, load_plan

SECRET = "shiyong-2020"
LEFT = 2  # returns that nobody has received yet
INBOX, OFFICE, RETURNS = "收到的附件", "汇总单位", "报表"


def prepare_city(root: Path, name: str, progress: Progress) -> Path:
    """Make the office's workspace as folder `name` under an empty folder, beside it the files that wait; return it.

    Whatever `progress` raises stops it; what was made until then is the caller's to throw away.
    """
    plan = load_plan(SHIPPED)
    waits = [unit for unit in plan.filing_units if not unit.kind.targets][-LEFT:]
    progress(0, len(plan.filing_units))
    making = root / "making"
    play(making, 1, progress, waits=[unit.id for unit in waits], secret=SECRET)
    inbox = root / INBOX
    inbox.mkdir()
    for unit in waits:
        for file in (making / RETURNS).glob(f"{unit.id}_*"):
            shutil.move(file, inbox / file.name)
    shutil.move(making / OFFICE, root / name)
    shutil.rmtree(making)
    return root / name
