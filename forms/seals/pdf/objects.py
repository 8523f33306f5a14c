"""Objects of a PDF read by patterns: pyHanko's reader, which asks its own slow one only where a text is not plain.

pyHanko reads a file one byte after the other, which is half of what verifying a document costs. Here an object that is
written plainly (as our writer and most others do) is read by one pattern a token, into the same objects. Whatever else
stands there, a comment, an escape but #2F in a name, a name twice, a length that does not fit, is left to pyHanko,
which then decides; so both readers see one document.
"""

import io
import re
import zlib
from binascii import unhexlify
from decimal import Decimal
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

DEEPEST = 24  # dictionaries and lists in each other; deeper ones are pyHanko's to refuse or read
_END = rb"(?=[ \t\r\n/<>\[\]()])"
_HEADER = re.compile(rb"([1-9][0-9]{0,7}) ([0-9]{1,5}) obj[ \t\r\n]*(?=[<\[])")
_NUMBER = rb"-?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})"
_TOKEN = re.compile(
    rb"[ \t\r\n]*(?:"
    rb"(?P<name>/(?:[A-Za-z0-9!\"$&'*+,.:;=?@\\^_`|~-]|#2F)*)" + _END
    + rb"|(?P<reference>[1-9][0-9]{0,7} [0-9]{1,5} R)" + _END
    + rb"|(?P<number>" + _NUMBER + rb")" + _END
    + rb"|(?P<begin><<|\[)|(?P<end>>>|\])|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>|"
    rb"\((?P<text>[^()\\\r\n]*+(?:\\(?:[0-3][0-7]{2}|[()\\])[^()\\\r\n]*+)*)\)|(?P<word>true|false|null)" + _END + rb")"
)  # fmt: skip
_NUMBERS = re.compile(rb"(?:[ \t\r\n]*" + _NUMBER + rb"(?=[ \t\r\n\]])){1,4096}[ \t\r\n]*\]")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_STREAM = re.compile(rb"[ \t\r\n]*stream(?:\r\n|\n)")
_STREAM_END = re.compile(rb"[ \t\r\n]*endstream")
_OBJECT_END = re.compile(rb"[ \t\r\n]*endobj[ \t\r\n]*(?=[^ \t\r\n\0\f%])")

_ENDED = re.compile(rb"[ \t\r\n]*endobj(?=[ \t\r\n])")


FLATE = "/FlateDecode"


class NotPlain(Exception):
    """Written in another way: pyHanko reads it."""


class PackedStream(generic.StreamObject):  # type: ignore[misc]
    """A stream that is unpacked once: what it holds, and whether it ends where its packing does, are one question.

    A font is a tenth of a document, and both are asked of each. Whatever is not simply packed is left to pyHanko.
    """

    ends_with_packing: bool | None = None  # None: not unpacked here

    def read_data(self, purpose: DecodePurpose = DecodePurpose.GENERIC, expected_size: int | None = None) -> bytes:
        """Return what is packed, within pyHanko's limits. Raises as pyHanko does."""
        if self._data is None and filters_of(self) == (FLATE,) and "/DecodeParms" not in self:
            self._unpack(purpose, expected_size)
        found: bytes = super().read_data(purpose, expected_size)
        return found

    def _unpack(self, purpose: DecodePurpose, expected_size: int | None) -> None:
        context, packed, unpacking = self._decode_context(), self._encoded_data, zlib.decompressobj()
        most = context.stage_output_cap(context.stream_output_cap(len(packed), purpose, expected_size))
        if most is None or most < 0:
            return
        try:
            found = unpacking.decompress(packed, most + 1)
        except zlib.error:
            return
        if unpacking.eof and len(found) <= most:
            context.record_output(len(found))
            self._data, self.ends_with_packing = found, not unpacking.unused_data.strip()


def filters_of(stream: Any) -> tuple[str, ...]:  # noqa: ANN401 - pyHanko has no types we could name here
    """Return the names of the ways a stream is packed in, the outermost first."""
    said = stream["/Filter"] if "/Filter" in stream else ()  # noqa: SIM401 - get of pyHanko gives the reference
    return (str(said),) if isinstance(said, str) else tuple(str(said[place]) for place in range(len(said)))


class PlainObjects:
    """The objects of a file by the places they are written at, each read once, whoever asks."""

    def __init__(self, pdf: bytes, reader: Any = None) -> None:  # noqa: ANN401 - pyHanko has no types we could name here
        """Begin with none; `reader` follows the references in them."""
        self.pdf, self._reader = pdf, reader
        self._known: dict[int, tuple[generic.Reference, Any, int]] = {}

    def at(self, place: int) -> tuple[generic.Reference, Any, int]:
        """Return the number of the object at a place, itself, and where its value ends. Raises NotPlain."""
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = _read(self.pdf, place, self._reader)
        return known


class PlainReader(PdfFileReader):  # type: ignore[misc]
    """pyHanko's strict reader of a whole file in memory."""

    def __init__(self, pdf: bytes, **settings: Any) -> None:  # noqa: ANN401 - pyHanko has no types we could name here
        """Read the cross-reference tables. Raises as pyHanko does."""
        self.objects = PlainObjects(pdf, self)
        super().__init__(io.BytesIO(pdf), strict=True, **settings)

    def get_object(self, ref: Any, revision: Any = None, **how: Any) -> Any:  # noqa: ANN401
        """Return an object of the newest revision, or of another; the same as pyHanko's. Raises as it does."""
        if revision is None and not how and self.cache_get_indirect_object(ref.generation, ref.idnum) is None:
            place = self.xrefs[ref]
            if isinstance(place, int) and not self.encrypted:
                try:
                    at, found, end = self.objects.at(place)
                except NotPlain:
                    at, found, end = None, None, 0
                same = at is not None and (at.idnum, at.generation) == (ref.idnum, ref.generation)
                if same and _OBJECT_END.match(self.objects.pdf, end):
                    self.cache_indirect_object(ref.generation, ref.idnum, found)
                    return found
        return super().get_object(ref, revision, **how)


def _read(pdf: bytes, place: int, reader: Any) -> tuple[generic.Reference, Any, int]:  # noqa: ANN401
    """Return the number of the object that is written from a place on, itself, and where it ends. Raises NotPlain."""
    header = _HEADER.match(pdf, place)
    if header is None:
        raise NotPlain
    at = generic.Reference(int(header[1]), int(header[2]), reader)
    value, end = _value(pdf, header.end(), at, 0)
    if _STREAM.match(pdf, end):
        value, end = _stream(pdf, end, value)
        value.container_ref = at
    return at, value, end


def object_end(objects: PlainObjects, place: int) -> tuple[int, int]:
    """Return the number of the object written at a place, and where it ends.

    Raises ValueError for anything else, also for an object that is not written plainly: our writer has none.
    """
    try:
        at, _, end = objects.at(place)
    except NotPlain as error:
        raise ValueError("no plain object") from error
    ended = _ENDED.match(objects.pdf, end)
    if ended is None:
        raise ValueError("no end of an object")
    return at.idnum, ended.end()


def _stream(pdf: bytes, place: int, value: Any) -> tuple[Any, int]:  # noqa: ANN401
    begun = _STREAM.match(pdf, place)
    length = value.raw_get("/Length") if isinstance(value, generic.DictionaryObject) and "/Length" in value else None
    if begun is None or not isinstance(length, generic.NumberObject) or length < 0:
        raise NotPlain
    end = begun.end() + int(length)
    ended = _STREAM_END.match(pdf, end)
    if ended is None:
        raise NotPlain
    return PackedStream(dict(value.items()), encoded_data=pdf[begun.end() : end]), ended.end()


def _value(pdf: bytes, place: int, at: generic.Reference, depth: int) -> tuple[Any, int]:
    """Return the value that begins at a place, and where it ends."""
    found = _TOKEN.match(pdf, place)
    if found is None:
        raise NotPlain
    kind = found.lastgroup
    if kind == "begin":
        if depth >= DEEPEST:
            raise NotPlain
        inside = _list if found[kind] == b"[" else _dictionary
        value, end = inside(pdf, found.end(), at, depth + 1)
    elif kind is None or kind == "end":
        raise NotPlain
    else:
        value, end = _MADE[kind](found[kind], at), found.end()
    value.container_ref = at
    return value, end


def _list(pdf: bytes, place: int, at: generic.Reference, depth: int) -> tuple[Any, int]:
    made = generic.ArrayObject()
    numbers = _NUMBERS.match(pdf, place)
    if numbers is not None:
        for one in pdf[place : numbers.end() - 1].split():
            number = _number(one, at)
            number.container_ref = at
            made.append(number)
        return made, numbers.end()
    while True:
        closed = _TOKEN.match(pdf, place)
        if closed is not None and closed.lastgroup == "end":
            if closed["end"] != b"]":
                raise NotPlain
            return made, closed.end()
        value, place = _value(pdf, place, at, depth)
        made.append(value)


def _dictionary(pdf: bytes, place: int, at: generic.Reference, depth: int) -> tuple[Any, int]:
    held: dict[Any, Any] = {}
    while True:
        key = _TOKEN.match(pdf, place)
        if key is not None and key.lastgroup == "end" and key["end"] == b">>":
            break
        if key is None or key.lastgroup != "name":
            raise NotPlain
        name = _name(key["name"], at)
        if name in held:
            raise NotPlain
        held[name], place = _value(pdf, key.end(), at, depth)
    return generic.DictionaryObject(held), key.end()


def _name(said: bytes, _: object) -> Any:  # noqa: ANN401
    return generic.NameObject(said.decode("ascii").replace("#2F", "/") if b"#" in said else said.decode("ascii"))


def _number(said: bytes, _: object) -> Any:  # noqa: ANN401
    if b"." in said:
        return Decimal.__new__(generic.FloatObject, said.decode("ascii"))
    return int.__new__(generic.NumberObject, int(said))


def _reference(said: bytes, at: generic.Reference) -> Any:  # noqa: ANN401
    number, generation, _ = said.split()
    return generic.IndirectObject(int(number), int(generation), at.get_pdf_handler())


def _text(said: bytes, _: object) -> Any:  # noqa: ANN401
    return generic.pdf_string(_ESCAPE.sub(_escaped, said) if b"\\" in said else said)


def _escaped(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 8),)) if len(found[1]) == 3 else found[1]


def _word(said: bytes, _: object) -> Any:  # noqa: ANN401
    return generic.NullObject() if said == b"null" else generic.BooleanObject(said == b"true")


_MADE = {
    "name": _name,
    "reference": _reference,
    "number": _number,
    "hex": lambda said, _: generic.pdf_string(unhexlify(said)),
    "text": _text,
    "word": _word,
}
