"""The evidence side of the office's store: which files each held return lists, and which files have come.

Whether a listed file is there is never stored: it follows from the two sets, so the order of arrival cannot matter.
A file that came before any return that lists it simply waits among the files; so does one in quarantine.
"""

from collections.abc import Iterable

from models.returns.evidence_rows import ListedRow
from models.returns.returns import Evidence
from models.store.file.base import Store
from models.store.file.records import Change

_LISTED = "EXISTS (SELECT 1 FROM evidence_listed WHERE evidence_listed.sha256 = {0})"
_HERE = (
    "(EXISTS (SELECT 1 FROM evidence_files f WHERE f.sha256 = l.sha256) "
    "OR EXISTS (SELECT 1 FROM quarantine q WHERE q.sha256 = l.sha256))"
)


class OfficeEvidence(Store):
    """Evidence of every return the office holds."""

    def put_listed(self, digest: str, evidence: Iterable[Evidence]) -> Change:
        """Keep what a return lists; the same again is harmless."""
        rows = [(digest, one.sha256, one.name, one.size) for one in evidence]
        if rows:
            with self.transaction():
                said = "INSERT INTO evidence_listed VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
                self._connections.write_all(said, rows)
        return self._change()

    def listed(self, digest: str) -> tuple[ListedRow, ...]:
        """Return what a return lists, by name, each with whether it is here."""
        found = self._rows(
            f"SELECT digest, sha256, name, size, {_HERE} FROM evidence_listed l WHERE digest = ? ORDER BY name, sha256",
            digest,
        )
        return tuple(
            ListedRow(digest=one, sha256=sha, name=name, size=size, present=bool(here))
            for one, sha, name, size, here in found
        )

    def listing(self, sha256: str) -> tuple[str, ...]:
        """Return the digests of the held returns that list a file."""
        found = self._rows("SELECT digest FROM evidence_listed WHERE sha256 = ? ORDER BY digest", sha256)
        return tuple(digest for (digest,) in found)

    def put_evidence(self, sha256: str, content: bytes) -> Change:
        """Keep the bytes of a file, once."""
        return self._put(
            "INSERT INTO evidence_files VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sha256, len(content), content
        )

    def evidence_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a file that came as evidence, None = it is not here. Raises AppError("kept_altered")."""
        return self._bytes(
            "SELECT content FROM evidence_files WHERE sha256 = ?1 "
            "UNION ALL SELECT content FROM quarantine WHERE sha256 = ?1 LIMIT 1",
            sha256,
            "kept_altered",
        )

    def has_evidence(self, sha256: str) -> bool:
        """True when a file is here, among the evidence or in quarantine; its bytes are not read."""
        return bool(self._rows(f"SELECT 1 FROM (SELECT ? AS sha256) l WHERE {_HERE}", sha256))

    def waiting_size(self) -> int:
        """Return how many bytes of files wait for a return that lists them."""
        listed = _LISTED.format("evidence_files.sha256")
        found = self._rows(f"SELECT coalesce(sum(size), 0) FROM evidence_files WHERE NOT {listed}")
        return int(found[0][0])
