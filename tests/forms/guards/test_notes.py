"""Notes of a book may appear when somebody points at their cell, and in no other way."""

import pytest

from forms.book_reading.frame import _only_hidden_notes

HEAD = b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
NOTE = b'<x:ClientData ObjectType="Note"><x:Row>8</x:Row></x:ClientData>'


def shape(style: bytes, inside: bytes = NOTE, kind: bytes = b"shape") -> bytes:
    return HEAD + b"<v:shapetype/><v:%s style='%s'>%s</v:%s></xml>" % (kind, style, inside, kind)


def test_a_note_of_a_usual_program_is_hidden() -> None:
    assert _only_hidden_notes(shape(b"position:absolute; visibility:hidden"))


@pytest.mark.parametrize("vml", [
    shape(b"position:absolute"), shape(b"visibility:visible"), shape(b"visibility:hidden;visibility:visible"),
    shape(b"visibility:hidden", b'<x:ClientData ObjectType="Pict"/>'), shape(b"visibility:hidden", b""),
    shape(b"visibility:hidden", NOTE.replace(b"<x:Row>", b"<x:Visible/><x:Row>")),
    shape(b"visibility:hidden", kind=b"rect"), shape(b"visibility:hidden", kind=b"group"), b"<xml>", b"",
])  # fmt: skip
def test_what_else_is_drawn_is_seen(vml: bytes) -> None:
    assert not _only_hidden_notes(vml)
