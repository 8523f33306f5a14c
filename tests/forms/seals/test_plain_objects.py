"""Objects read by patterns: the same as pyHanko's own reader finds, whatever is written there."""

import io
import zlib
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.seals.pdf.objects import DEEPEST, PackedStream, PlainReader
from tests.forms.seals.pdf.test_document_seal import sealed
from tests.forms.seals.sealing import pages


def _told(one: Any) -> object:
    """What an object is: its kind, what it belongs to, what it says."""
    home = one.container_ref
    at = (home.idnum, home.generation) if isinstance(home, generic.Reference) else None
    if isinstance(one, generic.StreamObject):
        data: object = one.encoded_data
    else:
        data = getattr(one, "original_bytes", None)
    if isinstance(one, dict):
        kind = generic.StreamObject if isinstance(one, PackedStream) else type(one)
        return kind, at, data, [(type(key), key, _told(one.raw_get(key))) for key in one]
    if isinstance(one, list):
        return type(one), at, [_told(one.raw_get(place)) for place in range(len(one))]
    if isinstance(one, generic.IndirectObject):
        return type(one), at, one.idnum, one.generation
    return type(one), at, data, None if isinstance(one, generic.NullObject) else repr(one)


def _read(reader: PdfFileReader, number: int) -> object:
    try:
        return _told(reader.get_object(generic.Reference(number, 0, reader)))
    except Exception as error:  # noqa: BLE001 - what a reader raises is compared
        return type(error), str(error)


def _of_both(pdf: bytes, numbers: range) -> list[tuple[object, object]]:
    ours, theirs = PlainReader(pdf), PdfFileReader(io.BytesIO(pdf), strict=True)
    return [(_read(ours, number), _read(theirs, number)) for number in numbers]


@pytest.mark.parametrize("pdf", [pages, sealed])
def test_every_object_of_a_paper_is_the_same(pdf: Any) -> None:
    read = _of_both(pdf(), range(1, 40))
    assert sum(isinstance(ours, tuple) and ours[0] is not KeyError for ours, _ in read) > 5
    assert all(ours == theirs for ours, theirs in read)


_ODD = [
    b"<< /A 1 /A 2 >>", b"<< /A % note\n 1 >>", b"<< /A#42 1 >>", b"<< /A\x80 1 >>", b"<< /A (\\5) >>", b"<< /A (a(b)c) >>",
    b"<< /A (a\\(b\\)\\\\\\057) >>", b"<< /A (line\rend) >>", b"<< /A <4> >>", b"<< /A <4 1> >>", b"<< /A <4g> >>",
    b"<< /A +5 /B -5 /C .5 /D 5. /E 5.25 /F 007 >>", b"<< /A --5 >>", b"<< /A 5-5 >>", b"<< /A 1 0 R/B 2 0 Rx >>",
    b"<< /A 1  0  R >>", b"<< /A 0 0 R >>", b"[1 0 R 2 0 R]", b"[1 2 3.5 -.5]", b"[1 2 /A]", b"[1 2 (]) [ ] << >> null true]",
    b"<< /A truex >>", b"<< /A null >>", b"<< /A [1 2 >>", b"<< /A 1 ]", b"<</A/B/C<</D[/E]>>>>", b"<< 5 /A >>",
    b"<< /Length 3 >>\nstream\nabc\nendstream", b"<< /Length 2 >>\nstream\nabc\nendstream",
    b"<< /Length 4 >>\nstream\nabc\nendstream", b"<< /Length 3 >>\nstream \nabc\nendstream", b"<< >>\nstream\nabc\nendstream",
    b"<< /Length -1 >>\nstream\nabc\nendstream", b"<< /Length 3 >>\r\nstream\r\nabcendstream",
    b"<< /A << /Length 3 >>\nstream\nabc\nendstream >>", b"<< /A 1 >> 5", b"<< /A (\xfe\xff\x60\xa8) >>", b"5", b"(text)",
    b"[" * (DEEPEST + 3) + b"]" * (DEEPEST + 3), b"<< /A 1\x00/B\x0c2 >>", b"<</ 5>>",
]  # fmt: skip


def _with_objects(bodies: list[bytes]) -> bytes:
    """A PDF whose objects from 2 on are written so; the first is its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate([b"<< /Type /Catalog >>", *bodies], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))
    return out + head + table + tail


def test_what_is_written_oddly_is_read_or_refused_as_pyhanko_does() -> None:
    read = _of_both(_with_objects(_ODD), range(2, len(_ODD) + 2))
    assert [(body, ours) for body, (ours, theirs) in zip(_ODD, read, strict=True) if ours != theirs] == []


def test_an_object_under_another_number_than_the_table_says_is_refused_by_both() -> None:
    pdf = _with_objects([b"<< /A 1 >>"]).replace(b"2 0 obj", b"3 0 obj")
    (ours, theirs), *_ = _of_both(pdf, range(2, 3))
    assert ours == theirs and isinstance(ours, tuple) and isinstance(ours[0], type) and issubclass(ours[0], Exception)


_PACKED = zlib.compress(b"q 1 0 0 1 0 0 cm Q\n" * 50)
_STREAMS = [  # what is packed, how, whether it ends where its packing does (None: pyHanko's to read)
    (_PACKED, b"/FlateDecode", True), (_PACKED, b"[/FlateDecode]", True), (_PACKED + b"\n", b"/FlateDecode", True),
    (_PACKED + b"more", b"/FlateDecode", False), (_PACKED[:-3], b"/FlateDecode", None), (b"", b"/FlateDecode", None),
    (b"x" + _PACKED, b"/FlateDecode", None), (b"q Q", b"/ASCIIHexDecode", None), (b"q Q", b"[]", None),
    (_PACKED, b"/FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>", None), (_PACKED, b"/Flate", None),
    (zlib.compress(bytes(2_000)), b"/FlateDecode", None), (zlib.compress(bytes(1_000)), b"/FlateDecode", True),
    (_PACKED, b"/FlateDecode", None),  # the budget of the file is used up
]  # fmt: skip


def _unpacked(reader: PdfFileReader, number: int) -> object:
    try:
        return reader.get_object(generic.Reference(number, 0, reader)).data
    except Exception as error:  # noqa: BLE001 - what a reader raises is compared
        return type(error), str(error)


def test_what_is_packed_is_unpacked_once_and_as_pyhanko_does() -> None:
    body = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream"
    pdf = _with_objects([body % (len(packed), how, packed) for packed, how, _ in _STREAMS])
    most = StreamDecodeLimits(max_output_size=1_000)
    budget = DocumentDecodeBudget(base_allowance=4_900, max_ratio=0)
    limits = DecodeLimits(per_stream=most, document_budget=budget)
    ours = PlainReader(pdf, decode_limits=limits)
    theirs = PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=limits)
    for number, (_, _, ends) in enumerate(_STREAMS, 2):
        assert _unpacked(ours, number) == _unpacked(theirs, number)
        assert ours.get_object(generic.Reference(number, 0, ours)).ends_with_packing is ends
