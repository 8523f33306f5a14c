"""Hostile PDFs: pages that look unlike what they say, sealed by the unit itself, and files that others changed."""

import io
from collections.abc import Callable
from functools import cache

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields

from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.seals.pdf import pdf_changes as change

name, number = generic.pdf_name, generic.NumberObject
PAGE = 2  # index of a page with figures


def page_of(writer: IncrementalPdfFileWriter, index: int = PAGE) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][index]  # type: ignore[no-any-return]


def made(what: change.Update) -> Callable[[], bytes]:
    """Pages changed before the unit's own key would seal them."""
    return lambda: change.updated(pages_of(), what)


def drawn(stream: bytes) -> Callable[[], bytes]:
    """Something drawn on a page after all that stands there."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        before = writer.add_object(generic.StreamObject(stream_data=b"q"))
        more = writer.add_object(generic.StreamObject(stream_data=b" Q " + stream))
        held = page.raw_get("/Contents")
        page["/Contents"] = generic.ArrayObject([before, held, more])
        writer.update_container(page)

    return made(act)


def drawn_before(stream: bytes) -> Callable[[], bytes]:
    """Something said before all that stands on a page."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        before = writer.add_object(generic.StreamObject(stream_data=stream))
        page["/Contents"] = generic.ArrayObject([before, page.raw_get("/Contents")])
        writer.update_container(page)

    return made(act)


FIGURE = b"BT 1 0 0 1 457.063 240.95 Tm /F4+0 9 Tf 12.15 TL (182.4000) Tj T* ET"


def redrawn(*pieces: bytes) -> Callable[[], bytes]:
    """A figure of a page drawn by other pieces; `written` makes one, `FIGURE` is what stands there."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        content = page["/Contents"].data
        assert FIGURE in content
        content = content.replace(FIGURE, b" ".join(pieces), 1)
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=content))
        writer.update_container(page)

    return made(act)


def written(text: bytes, across: float, up: float = 0) -> bytes:
    """A piece of that figure, so many points beside its place."""
    return b"BT /F4+0 9 Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (457.063 + across, 240.95 + up, text)


def asked(key: str) -> Callable[[], bytes]:
    """A page that asks for something by name."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        held = page_of(writer)["/Resources"]
        held[name(key)] = generic.DictionaryObject({name("/a"): generic.DictionaryObject()})
        writer.update_container(held)

    return made(act)


def inked(key: str, value: generic.PdfObject) -> Callable[[], bytes]:
    """A way of drawing in which things may vanish."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        held = page_of(writer)["/Resources"]
        held[name("/ExtGState")] = generic.DictionaryObject({name("/a"): generic.DictionaryObject({name(key): value})})
        writer.update_container(held)

    return made(act)


def said(key: str, value: generic.PdfObject) -> Callable[[], bytes]:
    """A setting of a page."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        page[name(key)] = value
        writer.update_container(page)

    return made(act)


def of_all(key: str, value: Callable[[], generic.PdfObject]) -> Callable[[], bytes]:
    """A setting of the whole document."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        writer.root[name(key)] = value()
        writer.update_root()

    return made(act)


def script() -> generic.DictionaryObject:
    return generic.DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("1")})


def scripts_by_name() -> generic.DictionaryObject:
    names = generic.ArrayObject([generic.pdf_string("a"), script()])
    return generic.DictionaryObject({name("/JavaScript"): generic.DictionaryObject({name("/Names"): names})})


def layers() -> generic.DictionaryObject:
    layer = generic.DictionaryObject({name("/Type"): name("/OCG"), name("/Name"): generic.pdf_string("a")})
    off = generic.DictionaryObject({name("/OFF"): generic.ArrayObject([layer])})
    return generic.DictionaryObject({name("/OCGs"): generic.ArrayObject([layer]), name("/D"): off})


def box(*edges: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(edge) for edge in edges])


def field_to_fill(writer: IncrementalPdfFileWriter) -> None:
    """A field over a figure, with another figure as its value."""
    field = generic.DictionaryObject({
        name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"), name("/FT"): name("/Tx"),
        name("/T"): generic.pdf_string("a"), name("/V"): generic.pdf_string("192.40"), name("/Rect"): box(60, 200, 300, 240),
    })  # fmt: skip
    held = writer.add_object(field)
    page = page_of(writer)
    page[name("/Annots")] = generic.ArrayObject([held])
    writer.update_container(page)
    fields = generic.ArrayObject([held])
    writer.root[name("/AcroForm")] = generic.DictionaryObject({name("/Fields"): fields})
    writer.update_root()


def field_nobody_signed(writer: IncrementalPdfFileWriter) -> None:
    """A field for a signature over the figures, never signed: viewers draw it all the same."""
    fields.append_signature_field(writer, fields.SigFieldSpec("free", on_page=PAGE, box=(60, 200, 300, 240)))


def listed_file(writer: IncrementalPdfFileWriter) -> None:
    """A file that a viewer lists beside the attachments."""
    held = embed.EmbeddedFileObject.from_file_data(writer, b"PK another book")
    embed.embed_file(writer, embed.FileSpec("return.xlsx.xlsx", "return.xlsx.xlsx", held))


def pages_changed(order: Callable[[list[generic.PdfObject]], list[generic.PdfObject]]) -> Callable[[], bytes]:
    """Pages left out, exchanged or doubled before sealing."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        tree = writer.root["/Pages"]
        kids = order([tree["/Kids"].raw_get(place) for place in range(len(tree["/Kids"]))])
        tree[name("/Kids")], tree[name("/Count")] = generic.ArrayObject(kids), number(len(kids))
        writer.update_container(tree)

    return made(act)


@cache
def good() -> bytes:
    return document(pages_of())


def encrypted() -> bytes:
    from pyhanko.pdf_utils.crypt import StandardSecurityHandler
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(good())))
    writer.encrypt(owner_pass="a", user_pass="b")
    assert StandardSecurityHandler
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_streams() -> bytes:
    """Objects put away in streams, with a cross-reference stream, as some programs save."""
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(good())), {"stream_xrefs": True})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def moved_range() -> bytes:
    return good().replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1) if b"/ByteRange [0 " in good() else b""


WHITE = b"1 1 1 rg 1 1 1 RG "
BEFORE: dict[str, tuple[Callable[[], bytes], str]] = {  # made → the word that is said of it
    "a white box over the figures": (drawn(WHITE + b"0 0 900 900 re f"), "covered"),
    "white lines over the figures": (drawn(WHITE + b"30 w 0 300 m 900 300 l S"), "covered"),
    "thin white lines side by side": (drawn(WHITE + b" ".join(b"0 %d 900 1.2 re f" % y for y in range(100, 500))), "drawing"),
    "other figures over the figures": (drawn(b" ".join(b"BT /F1 12 Tf 1 0 0 1 60 %d Tm (192.40 192.40 192.40 192.40 192.40 192.40 192.40) Tj ET" % y for y in range(60, 500, 4))), "covered"),
    "a picture": (drawn(b"q 300 0 0 300 60 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"), "drawing"),
    "a shade": (drawn(b"q 300 0 0 300 60 60 cm BI /W 1 /H 1 /IM true ID \x00 EI Q"), "drawing"),
    "a picture by name": (asked("/XObject"), "picture"),
    "a layer by name": (asked("/Properties"), "layers"),
    "a pattern": (asked("/Pattern"), "setting"),
    "ink that mixes": (inked("/BM", name("/Screen")), "setting"),
    "figures drawn invisibly": (drawn(b"BT 3 Tr /F1 12 Tf 60 30 Td (182.40) Tj ET"), "drawing"),
    "figures read by another text": (drawn(b"/Span <</ActualText (182.40)>> BDC BT /F1 12 Tf 1 0 0 1 60 30 Tm (192.40) Tj ET EMC"), "drawing"),
    "letters moved apart": (drawn(b"BT /F1 12 Tf 1 0 0 1 60 30 Tm [(1) -900 (2) 1200 (8)] TJ ET"), "drawing"),
    "letters run together": (drawn(b"BT -6 Tc /F1 12 Tf 1 0 0 1 60 30 Tm (182.40) Tj ET"), "drawing"),
    "a page seen through a hole": (drawn_before(b"0 0 90 90 re W n "), "drawing"),
    "letters squeezed by a setting": (drawn_before(b"3 Tz "), "drawing"),
    "figures in white": (drawn(WHITE + b"BT /F1 12 Tf 1 0 0 1 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures of one point": (drawn(b"BT /F1 1 Tf 1 0 0 1 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures off the page": (drawn(b"BT /F1 12 Tf 1 0 0 1 2000 30 Tm (182.40) Tj ET"), "unseen"),
    "figures upside down": (drawn(b"BT /F1 12 Tf -1 0 0 -1 160 30 Tm (689) Tj ET"), "unseen"),
    "figures in a mirror": (drawn(b"BT /F1 12 Tf -1 0 0 1 160 30 Tm (182.40) Tj ET"), "unseen"),
    "figures too narrow": (drawn(b"BT /F1 12 Tf 0.1 0 0 1 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures squeezed flat": (drawn(b"BT /F1 12 Tf 1 0 0 0.05 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures in grey": (drawn(b".83 .83 .83 rg BT /F1 12 Tf 1 0 0 1 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures on a dark ground": (drawn(b".1 .1 .1 rg 300 4 90 14 re f BT /F1 12 Tf 1 0 0 1 302 6 Tm (182.40) Tj ET"), "unseen"),
    "figures in yellow": (drawn(b"1 1 0 rg BT /F1 12 Tf 1 0 0 1 60 30 Tm (182.40) Tj ET"), "unseen"),
    "figures in grey on grey": (drawn(b".66 .66 .66 rg 300 4 90 14 re f .5 .5 .5 rg BT /F1 12 Tf 1 0 0 1 302 6 Tm (182.40) Tj ET"), "unseen"),
    "figures drawn with lines": (drawn(b"1 w 300 12 m 300 22 l S 306 12 m 312 12 l S"), "drawing"),
    "figures drawn with thick rules": (drawn(b"3 w 300 8 m 330 8 l S 330 8 m 330 30 l S"), "drawing"),
    "a figure of one upright rule": (drawn(b"3 w 300 8 m 300 30 l S"), "drawing"),
    "figures of filled bars": (drawn(b"0 0 0 rg 300 62 30 4 re f 326 62 4 30 re f"), "drawing"),
    "figures drawn with curves": (drawn(b"300 4 m 303 4 310 10 303 16 c S"), "drawing"),
    "figures drawn as blocks": (drawn(b"0 0 0 rg 300 4 m 306 4 l 309 16 l 300 16 l h f"), "drawing"),
    "figures struck out by a rule below them": (redrawn(b" q 1 w 430 244 m 520 244 l S Q ", FIGURE), "covered"),
    "the first digit of a figure struck out": (redrawn(FIGURE, b"BT /F1 9 Tf 1 0 0 1 459 240.95 Tm (/) Tj ET"), "covered"),
    "the last digit of a figure written over": (redrawn(FIGURE, b"BT /F1 9 Tf 1 0 0 1 487 240.95 Tm (9) Tj ET"), "covered"),
    "a point of a dashed rule": (drawn(b"q 1.2 w [1.2 500] 0 d 461 241 m 561 241 l S Q"), "drawing"),
    "a point that two grounds leave of a rule": (drawn(b"0 0 0 rg 300 20 90 1.2 re f 1 1 1 rg 301 18 90 5 re f"), "drawing"),
    "a figure that two grounds leave of a third": (drawn(b"0 0 0 rg 300 10 80 20 re f 1 1 1 rg 304 8 80 30 re f"), "drawing"),
    "a figure of small squares": (drawn(b"0 0 0 rg 300 70 3 3 re f 300 73 3 3 re f 300 76 3 3 re f"), "drawing"),
    "a figure of boxes to tick": (drawn(b"1 w 300 70 3 3 re S 300 73 3 3 re S 300 76 3 3 re S"), "drawing"),
    "a 7 in a box to tick": (drawn(b"1 w 300 10 8 8 re S 301 17 m 307 17 l 303 11 l S"), "drawing"),
    "a figure of bars at the foot": (drawn(b"0 0 0 rg 300 10 2 10 re f 300 22 2 10 re f"), "drawing"),
    "a page that mixes": (said("/Group", generic.DictionaryObject({name("/S"): name("/Transparency")})), "setting"),
    "a page that flies in": (said("/Trans", generic.DictionaryObject({name("/S"): name("/Fly")})), "setting"),
    "bookmarks": (of_all("/Outlines", generic.DictionaryObject), "setting"),
    "printed in part": (of_all("/ViewerPreferences", generic.DictionaryObject), "setting"),
    "over the whole screen": (of_all("/PageMode", lambda: name("/FullScreen")), "setting"),
    "a form of another kind": (of_all("/AcroForm", lambda: generic.DictionaryObject({name("/XFA"): generic.ArrayObject()})), "annotation"),
    "a page turned": (said("/Rotate", number(180)), "turned"),
    "a page cut to a corner": (said("/CropBox", box(0, 0, 200, 200)), "cut"),
    "a page moved": (said("/MediaBox", box(0, 300, 842, 895)), "cut"),
    "a page of another unit": (said("/UserUnit", number(3)), "unit"),
    "something run with a page": (said("/AA", generic.DictionaryObject({name("/O"): script()})), "script"),
    "a setting nobody knows": (said("/PZ", number(3)), "setting"),
    "layers": (of_all("/OCProperties", layers), "layers"),
    "a script on opening": (of_all("/OpenAction", script), "script"),
    "a script by name": (of_all("/Names", scripts_by_name), "script"),
    "a collection": (of_all("/Collection", generic.DictionaryObject), "setting"),
    "a note over the figures": (made(change.annotate), "annotation"),
    "a field over the figures": (made(field_to_fill), "annotation"),
    "a field nobody signed over the figures": (made(field_nobody_signed), "annotation"),
}  # fmt: skip
PAGES: dict[str, Callable[[], bytes]] = {  # what the pages say is not what is sealed
    "a page left out": pages_changed(lambda kids: kids[:PAGE] + kids[PAGE + 1 :]),
    "pages exchanged": pages_changed(lambda kids: [kids[0], *kids[:0:-1]]),
}
AFTER: dict[str, tuple[Callable[[], bytes], str]] = {  # made → words of what is said
    "cut off in the middle": (lambda: good()[: len(good()) // 2], "文件不完整"),
    "cut off at the last line": (lambda: good()[:-8], "文件不完整"),
    "cut off before its last lines": (lambda: good()[:-20], "文件不完整"),
    "a footer of the mail": (lambda: good() + b"\r\n-- \r\nSent by mail\r\n", "邮件系统"),
    "zeros of a disk": (lambda: good() + bytes(4096), "邮件系统"),
    "a range moved by one": (moved_range, "改动"),
    "encrypted anew": (encrypted, "改动"),
    "written anew with streams": (with_streams, "改动"),
    "a page drawn anew": (lambda: change.updated(good(), change.redraw), "改动"),
    "a note put on": (lambda: change.updated(good(), change.annotate), "改动"),
    "the workbook inside exchanged": (lambda: change.updated(good(), change.replace_attachment), "改动"),
    "another file put in": (lambda: change.updated(good(), change.attach), "改动"),
    "a field nobody signed, and somebody's seal": (lambda: change.countersigned(change.updated(good(), field_nobody_signed)), "盖住"),
    "a file that only viewers list": (lambda: document(change.updated(pages_of(), listed_file)), "改动"),
    "a script put in": (lambda: change.updated(good(), change.run_on_opening), "改动"),
    "two papers one behind the other": (lambda: good() + good(), "改动"),
    "something in front": (lambda: b"\n" + good(), "改动"),
    "a table of objects that goes in circles": (lambda: circle(), "改动"),
}  # fmt: skip


def circle() -> bytes:
    """An update whose table of objects names itself as the one before."""
    start = len(good()) + 1
    table = b"\nxref\n0 0\ntrailer\n<</Size 99/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, start)
    return good() + table
