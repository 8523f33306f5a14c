"""A unit's store: whose it is, and its parts — sheets, slices, evidence, returns, what was carried forward."""

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from models.basics.errors import AppError
from models.store.connection.connections import Connections
from models.store.file.base import Store
from models.store.file.records import Change
from models.store.file.schema import UNIT
from models.store.unit.carried import Carried
from models.store.unit.returns import Returns
from models.store.unit.sheets import Sheets
from models.store.unit.slices import Slices

if TYPE_CHECKING:
    from models.store.unit.evidence import EvidenceFiles


class UnitStore(Store):
    """The store of one unit."""

    kind: ClassVar[str] = "unit"

    def __init__(self, connections: Connections) -> None:
        """Take over opened connections. Raises as `Store`."""
        super().__init__(connections)
        self.sheets = Sheets(connections)
        self.slices = Slices(connections)
        self.carried = Carried(connections, self.sheets)
        self.returns = Returns(connections)

    @cached_property
    def evidence(self) -> "EvidenceFiles":
        """Files attached to places, and stamped scans."""
        from models.store.unit.evidence import EvidenceFiles  # a desk is opened without them

        return EvidenceFiles(self._connections, self.sheets)

    @property
    def unit_id(self) -> str | None:
        """The unit the store belongs to, None before it was chosen."""
        return self.get_value(UNIT)

    def belong_to(self, unit_id: str) -> Change:
        """Say once whose store it is. Raises AppError("store_of_other_unit") when it is another unit's already."""
        with self.transaction():
            if self.unit_id not in (None, unit_id):
                raise AppError("store_of_other_unit", unit=self.unit_id)
            return self._put_fact(UNIT, unit_id)
