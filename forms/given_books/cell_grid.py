"""Cell grid: the cells of a sheet that says itself how wide and high each is, as they are read."""

from dataclasses import field

from forms.given.cells import GivenCell
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_CELLS, MOST_MERGED = 1_000_000, 200_000


@dataclass(slots=True, kw_only=True)
class CellGrid:
    """The cells of one sheet as they are read, no more of them than fit into memory."""

    name: str  # of the file
    rows: dict[int, dict[int, GivenCell]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    _count: int = 0
    _areas: int = 0  # cells in merges, those that were said twice too

    def put(self, row: int, column: int, size: tuple[int, int], cell: GivenCell | None) -> None:
        """Take the cell at a place, None for an empty one, so many columns wide and rows high.

        Raises AppError("import_too_large").
        """
        wide, high = size
        self._count += 1
        self._areas += wide * high if wide * high > 1 else 0
        if self._count > MOST_CELLS or self._areas > MOST_MERGED:
            raise AppError("import_too_large", 文件=self.name)
        if wide * high > 1:
            area = ((row + down, column + right) for down in range(high) for right in range(wide))
            self.merged.update(dict.fromkeys(area, (row, column)))
        if cell is not None:
            self.rows.setdefault(row, {})[column] = cell
