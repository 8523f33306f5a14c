"""PDFs sealed by the unit itself that programs may read apart: objects, streams and names that are said twice."""

import base64
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from forms.seals.pdf import seal
from forms.seals.pdf.sealed import FIELD
from tests.forms.opening.pages.hostile_pages import box, good, made, name, number, page_of, script
from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.seals.pdf import pdf_changes as change

Writer = IncrementalPdfFileWriter
FALSE = b"0 0 0 rg BT /F1 12 Tf 1 0 0 1 300 12 Tm (Q06.9 = 192.40) Tj ET"


def one_more(stream: Callable[[], generic.StreamObject]) -> Callable[[], bytes]:
    """One more stream behind what a page draws."""

    def act(writer: Writer) -> None:
        page = page_of(writer)
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream())])
        writer.update_container(page)

    return made(act)


def packed(how: str, content: bytes) -> Callable[[], generic.StreamObject]:
    return lambda: generic.StreamObject({name("/Filter"): name(how)}, encoded_data=content)


def elsewhere() -> generic.StreamObject:
    return generic.StreamObject({name("/F"): generic.pdf_string("x.bin")}, stream_data=b" q Q ")


def numbered(number: int) -> bytes:
    """The false line as an object of that number."""
    return b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(FALSE), FALSE)


def contents_number() -> int:
    found = re.search(rb"/Contents (\d+) 0 R", pages_of())
    assert found
    return int(found[1])


def behind_the_objects(more: bytes, trailer: bytes = b"") -> bytes:
    """Something written between the last object of the pages and their table."""
    pdf = pages_of()
    start = pdf.rindex(b"\nxref\n") + 1
    changed = (pdf[:start] + more + pdf[start:]).replace(b"trailer\n<<", b"trailer\n<<" + trailer, 1)
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % (start + len(more)), changed)


def second_table() -> bytes:
    """A file with a table of objects and a stream of them that says otherwise, as programs of two ages read it."""
    place = pages_of().rindex(b"\nxref\n") + 1
    one, entry = numbered(contents_number()), struct.pack(">BIH", 1, place, 0)
    table = (
        b"99 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%d 1] /Size 100 /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    )
    return behind_the_objects(
        one + table % (contents_number(), len(entry), entry), b" /XRefStm %d" % (place + len(one))
    )


def two_fonts_in_one(writer: Writer) -> None:
    """A font whose stream ends and goes on."""
    held = page_of(writer)["/Resources"]["/Font"]
    font = next(held[key] for key in held if "/FontDescriptor" in held[key])["/FontDescriptor"]
    content = font["/FontFile2"].data
    stream = generic.StreamObject(
        {name("/Filter"): name("/FlateDecode"), name("/Length1"): number(len(content))},
        encoded_data=zlib.compress(content) + zlib.compress(content),
    )
    font[name("/FontFile2")] = writer.add_object(stream)
    writer.update_container(font)


def branch_that_draws(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    tree[name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=FALSE))
    writer.update_container(tree)


def page_twice(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    tree["/Kids"].append(tree["/Kids"].raw_get(2))
    tree[name("/Count")] = number(len(tree["/Kids"]))
    writer.update_container(tree)


def page_larger(writer: Writer) -> None:
    page = page_of(writer)
    page[name("/MediaBox")] = box(0, 0, 842, 597)
    writer.update_container(page)


def rewritten(old: bytes, new: bytes) -> Callable[[], bytes]:
    """One word of the first page's own object written otherwise, and the table of objects made to fit."""

    def pdf() -> bytes:
        held, numbered = pages_of(), b"%d" % contents_number()
        place = held.index(old.replace(b"%d", numbered))
        end = place + len(old.replace(b"%d", numbered))
        more = new.replace(b"%d", numbered)
        moved = len(more) - (end - place)
        held = held[:place] + more + held[end:]
        start = held.rindex(b"\nxref\n") + 1
        rows = re.sub(
            rb"(\d{10}) (\d{5} n)",
            lambda row: b"%010d %s" % (int(row[1]) + (moved if int(row[1]) > place else 0), row[2]),
            held[start:],
        )
        return held[:start] + re.sub(rb"startxref\n\d+", b"startxref\n%d" % start, rows)

    return pdf


def of_field(key: str, value: Callable[[], generic.PdfObject]) -> Callable[[], bytes]:
    """The field of our own signature says something more."""

    def act(writer: Writer) -> None:
        fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=0, box=change.STAMP_ROOM))
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[name(key)] = value()
        writer.update_container(field)

    def pdf() -> bytes:
        real = seal._TimedSigner
        with mock.patch.object(seal, "_TimedSigner", lambda about, signer, _, at: real(about, signer, None, at)):
            return document.__wrapped__(change.updated(pages_of(), act))

    return pdf


def of_signature(**more: str) -> Callable[[], bytes]:
    """The signature says something more of itself."""

    def pdf() -> bytes:
        real = signers.PdfSignatureMetadata
        with mock.patch.object(signers, "PdfSignatureMetadata", lambda **about: real(**(about | more))):
            return document.__wrapped__(pages_of())

    return pdf


@contextmanager
def attached(act: Callable[[Writer, generic.DictionaryObject], None]) -> Iterator[None]:
    real = seal._attach

    def attach(writer: Writer, *words: object) -> None:
        real(writer, *words)  # type: ignore[arg-type]
        act(writer, writer.root["/AF"][0])

    with mock.patch.object(seal, "_attach", attach):
        yield


def of_file(key: str, value: generic.PdfObject) -> Callable[[], bytes]:
    """The workbook inside says something more of itself."""

    def pdf() -> bytes:
        with attached(lambda _, spec: spec.__setitem__(name(key), value)):
            return document.__wrapped__(pages_of())

    return pdf


def listed_otherwise() -> bytes:
    """A viewer that goes by the tree of names shows another name."""

    def act(writer: Writer, _: object) -> None:
        writer.root["/Names"]["/EmbeddedFiles"]["/Names"][0] = generic.pdf_string("192.40.xlsx")

    with attached(act):
        return document.__wrapped__(pages_of())


BEFORE: dict[str, Callable[[], bytes]] = {  # pages that are sealed so
    "a stream in another file": one_more(elsewhere),
    "bytes behind a stream's end": one_more(packed("/FlateDecode", zlib.compress(b" q Q ") + b"x" + FALSE)),
    "two streams in one": one_more(packed("/FlateDecode", zlib.compress(b" q Q ") + zlib.compress(FALSE))),
    "text behind a stream's end": one_more(packed("/ASCII85Decode", base64.a85encode(b" q Q ") + b"~>" + FALSE)),
    "a stream packed otherwise": one_more(packed("/ASCIIHexDecode", b"207120512020>" + FALSE.hex().encode() + b">")),
    "a stream that is encrypted": one_more(packed("/Crypt", b" q Q ")),
    "an object in the shadow of another": lambda: behind_the_objects(numbered(contents_number())),
    "an object no table lists": lambda: behind_the_objects(numbered(98)),
    "words between the objects": lambda: behind_the_objects(b"Q06.9 = 192.40\n"),
    "a branch that draws": made(branch_that_draws),
    "a font that goes on behind its end": made(two_fonts_in_one),
    "a page twice in the tree": made(page_twice),
    "a page a bit larger": made(page_larger),
    "a key with a sign escaped": rewritten(b"/Contents %d 0 R", b"/Conten#74s %d 0 R"),
    "a comment in a page": rewritten(b"/Contents %d 0 R", b"% /Contents 9 0 R\r/Contents %d 0 R"),
    "more objects than there are": lambda: re.sub(rb"/Size \d+", b"/Size 9999", pages_of()),
}
SEALED: dict[str, Callable[[], bytes]] = {  # sealed so
    "a script of the seal's field": of_field("/AA", lambda: generic.DictionaryObject({name("/E"): script()})),
    "a help text of the seal's field": of_field("/TU", lambda: generic.pdf_string("Q06.9 = 192.40")),
    "a face of the seal's field": of_field("/MK", lambda: generic.DictionaryObject({name("/BG"): box(1, 1, 1)})),
    "a frame of the seal's field": of_field("/Border", lambda: box(0, 0, 300)),
    "a signature in another name": of_signature(name="安康市汉阴县人民政府"),
    "a place of the signature": of_signature(location="192.40"),
    "a file of another name": of_file("/F", generic.pdf_string("192.40.xlsx")),
    "a file with a picture": of_file("/Thumb", number(1)),
    "a file listed otherwise": listed_otherwise,
}
TOLD: dict[str, tuple[Callable[[], bytes], str]] = {  # what a signature says of itself
    "our own": (of_signature(reason="Q06.9 = 192.40"), "Q06.9 = 192.40"),
    "our own, in words": (of_signature(reason="此件作废"), "此件作废"),
    "a further one": (lambda: change.countersigned(good(), location="Q06.9 = 192.40"), "Q06.9 = 192.40"),
    "a further one, in words": (lambda: change.countersigned(good(), reason="作废"), "作废"),
    "a further one by its field": (lambda: change.countersigned(good(), field="Q06_9=192_40"), "192_40"),
}
