"""Compared: the grid of what is compared in a case, side by side; the column that is chosen stands out in its rows.

Which column is chosen, and what follows from it, the page knows.
"""

from PySide6.QtWidgets import QHeaderView

from models.basics.messages import say
from ui.office.cases.case import Case, Found
from ui.office.cases.papers import MOST
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableHead

BESIDE = 112  # pixels of a column of what counted before


class ComparedGrid(OfficeGrid):
    """What a case compares."""

    def __init__(self) -> None:
        """Start empty, with room for as many columns as a case may have."""
        columns = [TableHead(text="", width=0) for _ in range(MOST)]
        super().__init__(say("office.case.compared"), [TableHead(text="", width=240), *columns])

    def show_case(self, case: Case, found: Found | None, chosen: int) -> None:
        """Show the columns of a case; one beside those that can be chosen takes no more room than it needs."""
        heads = case.heads(chosen)
        self.lines.name_heads({number: text for number, text in enumerate(heads[:MOST], 1)})
        beside = len(heads) if 0 < case.choices < len(heads) else 0  # the column of what cannot be chosen
        for number in range(1, MOST + 1):
            self.setColumnHidden(number, number > len(heads))
            mode = QHeaderView.ResizeMode.Interactive if number == beside else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(number, mode)
        if beside:  # a 核对码 stays in one line in the others
            self.setColumnWidth(beside, max(BESIDE, self.width_of(self.lines.heads[beside])))
        self.show_rows(list(case.rows(found, chosen)))
