"""What a signed return costs to make, against openpyxl and reportlab writing the same unsigned; and a second PDF."""

import subprocess
import sys
from collections.abc import Callable
from copy import copy
from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import Workbook, load_workbook

from forms.document.document import write_document
from forms.seals.keys.signers import Signer, new_key, self_signed
from forms.unit.filing import ready
from forms.unit.sealing import Sealing, sealed_book, sealed_document
from models.returns.returns import Return
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace
from tests.bench.results import Spent, in_turn, thinking, told

ROOT = Path(__file__).parents[3]
PAIR, SECOND, ROUNDS, UNIT = 0.9, 0.6, 7, "610924"  # times the peer, times the first; rounds
AT = datetime.fromisoformat("2020-10-12T10:00:00+08:00")
TWICE = """
import sys, time
from pathlib import Path
from models.workspace.unit_workspace import UnitWorkspace
from forms.unit.filing import ready
from forms.document.document import write_document
with UnitWorkspace.open(Path(sys.argv[1])) as workspace:
    sheet = workspace.sheet(sys.argv[2])
    filed, findings = workspace.last_return(sys.argv[2]), ready(sheet)
    for _ in range(2):
        start = time.process_time()
        write_document(filed, sheet, findings)
        print(time.process_time() - start)
"""


@pytest.fixture(scope="module")
def filed(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sheet, Return]:
    """A unit of the demonstration: a copy of its folder, its sheet and what it filed."""
    folder = tmp_path_factory.mktemp("pair") / "unit"
    copytree(demo / "单位" / UNIT, folder)
    with UnitWorkspace.open(folder) as workspace:
        period = next(row.period for one in workspace.plan.periods for row in workspace.store.returns.filed(one))
        found = workspace.last_return(period)
        assert found is not None
        return folder, workspace.sheet(period), found


def written_by_openpyxl(content: bytes) -> Callable[[], bytes]:
    """Return what writes the cells of a workbook once more with openpyxl: texts, figures, looks and widths."""
    pages = [
        (
            page.title,
            {letter: one.width for letter, one in page.column_dimensions.items()},
            [
                [
                    (
                        cell.value,
                        cell.number_format,
                        *map(copy, (cell.font, cell.border, cell.alignment, cell.fill)),
                    )
                    for cell in row
                ]
                for row in page.iter_rows()
            ],
        )
        for page in load_workbook(BytesIO(content)).worksheets
    ]

    def write() -> bytes:
        book = Workbook()
        for title, widths, rows in pages:
            page = book.create_sheet(title)
            for letter, width in widths.items():
                page.column_dimensions[letter].width = width
            for number, row in enumerate(rows, 1):
                for place, (value, form, font, border, alignment, fill) in enumerate(row, 1):
                    if value is None:
                        continue
                    cell = page.cell(number, place, value)
                    cell.number_format, cell.font, cell.border = form, font, border
                    cell.alignment, cell.fill = alignment, fill
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return write


def test_a_signed_pair_costs_no_more_than_the_peers_take_to_write_it_unsigned(
    filed: tuple[Path, Sheet, Return],
) -> None:
    _, sheet, said = filed
    key = new_key()
    signer = Signer(key, self_signed(key, UNIT, sheet.unit_name))
    findings = ready(sheet)
    sealing = Sealing(sheet=sheet, filed=said, findings=findings, signer=signer, at=AT)

    def ours() -> None:
        sealed_document(sealing, sealed_book(sealing))

    peer = written_by_openpyxl(sealed_book(sealing))

    def theirs() -> None:
        peer()
        write_document(said, sheet, findings)  # pages and tables by reportlab, no seal

    mine, other = in_turn(ROUNDS, thinking(ours), thinking(theirs))
    bar = "signed pair / openpyxl + reportlab writing the same unsigned"
    assert told(bar, mine * 1000, other * 1000, PAIR) <= PAIR


def test_the_second_pdf_of_a_process_costs_less_than_the_first(filed: tuple[Path, Sheet, Return]) -> None:
    folder, _, said = filed
    command = [sys.executable, "-c", TWICE, str(folder), said.period]

    def part(number: int) -> Callable[[], Spent]:
        def run() -> Spent:
            out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
            return Spent(seconds=float(out[number]), memory=0)

        return run

    first, second = in_turn(3, part(0), part(1))
    assert told("second PDF of a process / the first", second * 1000, first * 1000, SECOND) <= SECOND
