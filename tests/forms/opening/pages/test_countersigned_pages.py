"""Pages under a further signature are read as they were sealed, by both readers; what came with it may not touch them.

A further signature is one more revision of the file: what each page draws is known from the revision that the unit
sealed, PDFium reads the newest one. Whatever makes them differ is refused, in a revision of its own before the further
signature or in the very one that it came with.
"""

import io
from collections.abc import Callable
from functools import cache

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from forms.seals.pdf.reading import read_document
from forms.seals.pdf.sealed import SealedDocument
from tests.forms.opening.pages.hostile_pages import FIGURE, PAGE, page_of
from tests.forms.opening.pages.test_document_pages import document, opened, pages_of
from tests.forms.opening.pages.test_written_pages import asked
from tests.forms.seals.pdf import pdf_changes as change

name, number = generic.pdf_name, generic.NumberObject
Update = Callable[[IncrementalPdfFileWriter], None]


def good() -> bytes:
    return document(pages_of())


def content_of(writer: IncrementalPdfFileWriter, before: bytes, after: bytes) -> generic.StreamObject:
    """The content of a page with one place of it changed."""
    content = page_of(writer)["/Contents"].data
    assert before in content
    return generic.StreamObject(stream_data=content.replace(before, after, 1))


def drawn_anew(before: bytes, after: bytes) -> Update:
    """The page is given another content."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        page[name("/Contents")] = writer.add_object(content_of(writer, before, after))
        writer.update_container(page)

    return act


def drawn_over(before: bytes, after: bytes) -> Update:
    """Another content stands under the number of the page's own."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        held = page_of(writer).raw_get("/Contents")
        writer.objects[(held.generation, held.idnum)] = content_of(writer, before, after)

    return act


def told(key: str, value: generic.PdfObject) -> Update:
    """A key of the page is said anew."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        page[name(key)] = value
        writer.update_container(page)

    return act


def fonts_exchanged(writer: IncrementalPdfFileWriter) -> None:
    """Two fonts of the page trade their names: the same codes draw other signs."""
    page = page_of(writer)
    held = page["/Resources"]["/Font"]
    one, other = sorted(held)[:2]
    held[one], held[other] = held.raw_get(other), held.raw_get(one)
    page["/Resources"]["/Font"] = held
    page[name("/Resources")] = page["/Resources"]
    writer.update_container(page)


def pages_exchanged(writer: IncrementalPdfFileWriter) -> None:
    """Two pages change places."""
    tree = writer.root["/Pages"]
    kids = [tree["/Kids"].raw_get(place) for place in range(len(tree["/Kids"]))]
    tree["/Kids"] = generic.ArrayObject([kids[1], kids[0], *kids[2:]])
    writer.update_container(tree)


WHITE = b"q\n1 1 1 rg\n" + FIGURE + b"\nQ"
CHANGES: dict[str, Update] = {
    "a figure in white": drawn_anew(FIGURE, WHITE),
    "a figure in white, in place": drawn_over(FIGURE, WHITE),
    "another figure": drawn_anew(FIGURE, FIGURE.replace(b"182.4", b"192.4")),
    "another figure, in place": drawn_over(FIGURE, FIGURE.replace(b"182.4", b"192.4")),
    "a figure elsewhere": drawn_over(FIGURE, FIGURE.replace(b"240.95", b"260.95")),
    "a figure less": drawn_over(FIGURE, b""),
    "a box over a figure": drawn_over(FIGURE, FIGURE + b"\nn 450 235 90 20 re f*"),
    "turned": told("/Rotate", number(180)),
    "cut": told("/CropBox", generic.ArrayObject([number(edge) for edge in (0, 250, 842, 595)])),
    "fonts exchanged": fonts_exchanged,
    "pages exchanged": pages_exchanged,
}


def signed_with(pdf: bytes, act: Update) -> bytes:
    """A change and a further signature in one revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    act(writer)
    meta = signers.PdfSignatureMetadata(field_name="Seal2", md_algorithm="sha256")
    spec = fields.SigFieldSpec("Seal2", on_page=0, box=change.STAMP_ROOM)
    content: bytes = (
        signers.PdfSigner(meta, signer=change.government(), new_field_spec=spec).sign_pdf(writer).getvalue()
    )
    return content


@cache
def twice() -> tuple[bytes, SealedDocument]:
    """A paper under a seal that is seen and one that is not, and what is read of it."""
    pdf = change.countersigned(change.countersigned(good()), "Seal3", visible=False)
    return pdf, read_document(pdf)


def test_what_pages_draw_is_known_under_further_signatures_as_without_them() -> None:
    _, sealed = twice()
    assert sealed.state == "countersigned" and len(sealed.written) > PAGE and None not in sealed.written
    assert sealed.written == read_document(good()).written


def test_both_readers_find_the_same_under_further_signatures() -> None:
    pdf, sealed = twice()
    found = asked(pdf, sealed.written)
    assert found == asked(pdf) and found.rows and not found.odd


@pytest.mark.parametrize("one", CHANGES)
@pytest.mark.parametrize("way", ["before the signature", "with it"])
def test_pages_that_are_not_those_the_unit_sealed_are_refused(one: str, way: str) -> None:
    changed = CHANGES[one]
    pdf = signed_with(good(), changed) if way == "with it" else change.countersigned(change.updated(good(), changed))
    found = opened(pdf)
    assert found.seals["document"] == "broken" and found.reasons
    assert not found.further, "what a stranger changed has no name beside the unit's"


def test_the_same_signature_without_a_change_is_one_more() -> None:
    found = read_document(signed_with(good(), lambda _: None))
    assert (found.state, found.reasons, found.further) == ("countersigned", (), ("电子印章",))
