"""Workbook seal: the native OOXML package signature that Excel and LibreOffice show. It informs; the data seal decides.

Sealing is here, what is signed in `forms.seals.xlsx.form`, the strict check in `forms.seals.xlsx.check`.
"""

import posixpath
from datetime import UTC, datetime

from forms.guards.guards import read_package
from forms.seals.keys.keys import AnySigner
from forms.seals.keys.public_keys import plain_value
from forms.seals.xlsx import opc
from forms.seals.xlsx.check import SealedWorkbook, workbook_seal_state
from forms.seals.xlsx.form import bytes_to_sign, unsigned_signature, with_value
from models.basics.errors import AppError

__all__ = ["SealedWorkbook", "seal_workbook", "workbook_seal_state"]


def seal_workbook(xlsx: bytes, signer: AnySigner, signed_at: datetime) -> bytes:
    """Return the workbook with its package signature; the last step, any later save removes or breaks it.

    Raises AppError("file_not_readable") for what no writing library of ours makes or is signed already; ValueError for
    a book with something inside that our own check would refuse (a bug of whoever wrote it).
    """
    parts = read_package(xlsx)
    if any(name.lower().startswith("/_xmlsignatures") for name in parts):
        raise AppError("file_not_readable")
    _tidy_relations(parts)
    _add_plumbing(parts)
    when = signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = unsigned_signature(parts, (signer.certificate, *signer.chain), when)
    value = plain_value(signer.certificate.public_key(), signer.sign(bytes_to_sign(root)))
    parts[opc.SIGNATURE] = with_value(root, value)
    sealed = opc.zipped(parts)
    state = workbook_seal_state(sealed)
    if state.state != "valid":
        raise ValueError(f"workbook cannot be sealed: {'; '.join(state.reasons)}")
    return sealed


def _tidy_relations(parts: dict[str, bytes]) -> None:
    """Relative targets, no text between elements: LibreOffice keeps it in its digest, others drop it."""
    for name in [name for name in parts if opc.is_relations(name)]:
        root = opc.parse(parts[name])
        root.text = None
        for one in root:
            one.tail = None
            target = one.get("Target")
            if one.get("TargetMode", "Internal") == "Internal" and target.startswith("/"):
                base = posixpath.dirname(posixpath.dirname(name)) or "/"
                one.set("Target", posixpath.relpath(target, base))
        parts[name] = opc.serialise(root)


def _add_plumbing(parts: dict[str, bytes]) -> None:
    """Name the signature part in content types and relationships, as the standard wants it found."""
    from lxml import etree

    types = opc.parse(parts[opc.TYPES_PART])
    types.insert(0, etree.Element(f"{{{opc.TYPES}}}Default", Extension="sigs", ContentType=opc.ORIGIN_TYPE))
    etree.SubElement(types, f"{{{opc.TYPES}}}Override", PartName=opc.SIGNATURE, ContentType=opc.SIGNATURE_TYPE)
    parts[opc.TYPES_PART] = opc.serialise(types)
    root = opc.parse(parts[opc.ROOT_RELATIONS])
    taken = {one.get("Id") for one in root}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    relation = f"{{{opc.RELATIONS}}}Relationship"
    etree.SubElement(root, relation, Id=free, Type=opc.ORIGIN_RELATION, Target=opc.ORIGIN[1:])
    parts[opc.ROOT_RELATIONS] = opc.serialise(root)
    parts[opc.ORIGIN] = b""
    own = etree.Element(f"{{{opc.RELATIONS}}}Relationships", nsmap={None: opc.RELATIONS})
    etree.SubElement(own, relation, Id="rId1", Type=opc.SIGNATURE_RELATION, Target=opc.SIGNATURE.rpartition("/")[2])
    parts[opc.SIGNATURE_RELATIONS] = opc.serialise(own)
