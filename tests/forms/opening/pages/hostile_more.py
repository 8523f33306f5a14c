"""PDFs of other kinds, sealed by the unit itself or changed by others afterwards, beside those of `hostile_pages`."""

import io
import re
import zlib
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from tests.forms.opening.pages.hostile_fonts import fonts_of
from tests.forms.opening.pages.hostile_layouts import one_more
from tests.forms.opening.pages.hostile_pages import (
    FIGURE,
    box,
    drawn,
    good,
    made,
    name,
    number,
    of_all,
    page_of,
    redrawn,
    said,
    written,
)
from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.seals.pdf import pdf_changes as change

Writer = IncrementalPdfFileWriter
Make = Callable[[], bytes]
LINE = b"BT /F1 12 Tf 1 0 0 1 300 12 Tm (Q06.9 = 192.40) Tj ET"


def words(text: str) -> generic.PdfObject:
    return generic.pdf_string(text)


def map_of(**more: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({name("/" + key): value for key, value in more.items()})


def in_state(**more: generic.PdfObject) -> Make:
    """A state of drawing that the page asks for."""

    def act(writer: Writer) -> None:
        held = page_of(writer)["/Resources"]
        held[name("/ExtGState")] = map_of(a=map_of(**more))
        writer.update_container(held)

    return made(act)


def with_font(font: Callable[[Writer], generic.DictionaryObject], content: bytes) -> Make:
    """A line drawn in one more font."""

    def act(writer: Writer) -> None:
        page = page_of(writer)
        held = page["/Resources"]["/Font"]
        held[name("/Z9")] = writer.add_object(font(writer))
        writer.update_container(held)
        more = writer.add_object(generic.StreamObject(stream_data=content))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), more])
        writer.update_container(page)

    return made(act)


def type3(writer: Writer) -> generic.DictionaryObject:
    glyph = writer.add_object(generic.StreamObject(stream_data=b"600 0 d0 0 0 500 700 re f"))
    return generic.DictionaryObject({
        name("/Type"): name("/Font"), name("/Subtype"): name("/Type3"), name("/FontBBox"): box(0, 0, 600, 700),
        name("/FontMatrix"): box(0.001, 0, 0, 0.001, 0, 0), name("/CharProcs"): map_of(one=glyph),
        name("/Encoding"): map_of(Differences=generic.ArrayObject([number(49), name("/one")])),
        name("/FirstChar"): number(49), name("/LastChar"): number(49), name("/Widths"): generic.ArrayObject([number(600)]),
    })  # fmt: skip


def plain_font(base: str, **more: generic.PdfObject) -> Callable[[Writer], generic.DictionaryObject]:
    def font(_: Writer) -> generic.DictionaryObject:
        held = map_of(Type=name("/Font"), Subtype=name("/Type1"), BaseFont=name("/" + base))
        held.update({name("/" + key): value for key, value in more.items()})
        return held

    return font


def upright_font(_: Writer) -> generic.DictionaryObject:
    """A font that writes from above to below."""
    system = map_of(Registry=words("Adobe"), Ordering=words("GB1"), Supplement=number(2))
    child = map_of(
        Type=name("/Font"), Subtype=name("/CIDFontType0"), BaseFont=name("/STSong-Light"), CIDSystemInfo=system
    )
    kids = generic.ArrayObject([child])
    return map_of(
        Type=name("/Font"),
        Subtype=name("/Type0"),
        BaseFont=name("/STSong-Light"),
        Encoding=name("/GBK-EUC-V"),
        DescendantFonts=kids,
    )


def widened(writer: Writer) -> None:
    """Digits of the table's font take other widths: a figure falls into pieces, or its digits lie on each other."""
    for font in fonts_of(writer):
        held = font["/Widths"]
        font[name("/Widths")] = generic.ArrayObject([number(int(float(one) * 0.4)) for one in held])
        writer.update_container(font)


def annotated(kind: str, **more: generic.PdfObject) -> Make:
    """A note of some kind on the page."""

    def act(writer: Writer) -> None:
        page = page_of(writer)
        note = map_of(
            Type=name("/Annot"),
            Subtype=name("/" + kind),
            Rect=box(60, 60, 300, 90),
            F=number(4),
            Contents=words("192.40"),
        )
        note.update({name("/" + key): value for key, value in more.items()})
        page[name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
        writer.update_container(page)

    return made(act)


def of_tree(key: str, value: generic.PdfObject) -> Make:
    """A setting of the branch all pages hang on."""

    def act(writer: Writer) -> None:
        tree = writer.root["/Pages"]
        tree[name(key)] = value
        writer.update_container(tree)

    return made(act)


def named(kind: str) -> Make:
    """One more tree of names."""

    def value() -> generic.PdfObject:
        return generic.DictionaryObject(
            {name(kind): map_of(Names=generic.ArrayObject([words("a"), map_of(S=name("/GoTo"))]))}
        )

    return of_all("/Names", value)


def property_of(key: str) -> Make:
    return made(lambda writer: writer.set_info(generic.DictionaryObject({name(key): words("Q06.9 = 192.40")})))


def second_file(where: str) -> Make:
    """A second file inside, listed somewhere."""

    def act(writer: Writer) -> None:
        content = generic.StreamObject(stream_data=b"192.40")
        spec = map_of(
            Type=name("/Filespec"),
            F=words("return.xlsx"),
            UF=words("return.xlsx"),
            EF=map_of(F=writer.add_object(content)),
        )
        held = writer.add_object(spec)
        if where == "AF":
            writer.root[name("/AF")] = generic.ArrayObject([held])
        else:
            names = map_of(Names=generic.ArrayObject([words("return.xlsx"), held]))
            writer.root[name("/Names")] = generic.DictionaryObject({name("/EmbeddedFiles"): names})
        writer.update_root()

    return made(act)


def blank_page(writer: Writer) -> None:
    """One page more, with nothing on it."""
    tree = writer.root["/Pages"]
    page = map_of(
        Type=name("/Page"),
        Parent=writer.root.raw_get("/Pages"),
        MediaBox=box(0, 0, 595.2756, 841.8898),
        Resources=map_of(),
    )
    tree["/Kids"].append(writer.add_object(page))
    tree[name("/Count")] = number(len(tree["/Kids"]))
    writer.update_container(tree)


def wholly(**how: bool) -> bytes:
    """The pages written by another library before they are sealed."""
    out = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(pages_of())), how or None).write(out)
    return out.getvalue()


def scaled(matrix: bytes) -> Make:
    def act(writer: Writer) -> None:
        page = page_of(writer)
        before = writer.add_object(generic.StreamObject(stream_data=matrix + b" cm"))
        page["/Contents"] = generic.ArrayObject([before, page.raw_get("/Contents")])
        writer.update_container(page)

    return made(act)


def predicted() -> generic.StreamObject:
    """A stream packed by differences between lines."""
    rows = b"".join(b"\0" + LINE[at : at + 10].ljust(10) for at in range(0, len(LINE), 10))
    parms = map_of(Predictor=number(15), Columns=number(10))
    return generic.StreamObject(
        {name("/Filter"): name("/FlateDecode"), name("/DecodeParms"): parms}, encoded_data=zlib.compress(rows)
    )


def edited(old: bytes, new: bytes) -> Make:
    """Bytes of the pages changed to others of the same length."""

    def pdf() -> bytes:
        held = pages_of()
        assert old in held and len(old) == len(new)
        return held.replace(old, new, 1)

    return pdf


BEFORE: dict[str, Make] = {
    "a font of drawings": with_font(type3, b"BT /Z9 12 Tf 1 0 0 1 300 12 Tm (1) Tj ET"),
    "a font whose codes are named anew": with_font(plain_font("Helvetica", Encoding=map_of(Differences=generic.ArrayObject([number(49), name("/nine")]))), LINE.replace(b"F1", b"Z9")),
    "a font of signs": with_font(plain_font("ZapfDingbats"), LINE.replace(b"F1", b"Z9")),
    "a font that is not inside": with_font(plain_font("SomebodysOwn"), LINE.replace(b"F1", b"Z9")),
    "a font that writes downwards": with_font(upright_font, b"BT /Z9 12 Tf 1 0 0 1 300 90 Tm (192.40) Tj ET"),
    "digits that lie on each other": made(widened),
    "ink over ink": in_state(OP=generic.BooleanObject(True), OPM=number(1)),
    "a mask": in_state(SMask=map_of(S=name("/Luminosity"))),
    "ink that darkens": in_state(BM=name("/Darken")),
    "a state with a font of its own": in_state(Font=generic.ArrayObject([name("/F1"), number(1)])),
    "a dash by a state": in_state(D=generic.ArrayObject([generic.ArrayObject([number(1)]), number(0)])),
    "knocked out texts": in_state(TK=generic.BooleanObject(False)),
    "another transfer of colours": in_state(TR=name("/Identity")),
    "faint ink": drawn(b".75 .75 .75 rg " + LINE),
    "white ink by another space": drawn(b"/DeviceGray cs 1 sc " + LINE),
    "white ink by four colours": drawn(b"0 0 0 0 k " + LINE),
    "grey ink by one colour": drawn(b"1 g " + LINE),
    "a pattern as ink": drawn(b"/Pattern cs /P1 scn " + LINE),
    "a clip by letters": drawn(b"BT 7 Tr /F1 12 Tf 1 0 0 1 300 12 Tm (192.40) Tj ET"),
    "letters raised": drawn(b"BT 5 Ts /F1 12 Tf 1 0 0 1 300 12 Tm (192.40) Tj ET"),
    "letters by a line's end": drawn(b"BT /F1 12 Tf 1 0 0 1 300 12 Tm (192.40) ' ET"),
    "letters far apart": drawn(b"BT 30 Tw /F1 12 Tf 1 0 0 1 300 12 Tm (1 9 2) Tj ET"),
    "letters in hexadecimal": drawn(b"BT /F1 12 Tf 1 0 0 1 300 12 Tm <3139322E3430> Tj ET"),
    "an operator nobody knows": drawn(b"BX 1 2 zz EX " + LINE),
    "a shading": drawn(b"/Sh1 sh"),
    "a form": drawn(b"/Fm1 Do"),
    "marked as an artifact": drawn(b"/Artifact BMC " + LINE + b" EMC"),
    "turned by a matrix": drawn(b"q 0 1 -1 0 500 100 cm " + LINE.replace(b"300 12", b"0 0") + b" Q"),
    "slanted by a matrix": drawn(b"q 1 0 .5 1 0 0 cm " + LINE + b" Q"),
    "the page at half its size": scaled(b".5 0 0 .5 0 0"),
    "the page in a mirror": scaled(b"-1 0 0 1 842 0"),
    "the page moved by a matrix": scaled(b"1 0 0 1 0 400"),
    "the page twice as large": scaled(b"2 0 0 2 0 0"),
    "a line in the figure's row": redrawn(FIGURE, written(b"= 192.40", 45)),
    "the figure twice": redrawn(FIGURE, FIGURE),
    "the figure twice, a little moved": redrawn(FIGURE, written(b"182.4000", 1.5, 0.8)),
    "a figure of high digits": redrawn(FIGURE, b"BT /F4+0 5 Tf 1 0 0 1 496 245 Tm (2) Tj ET"),
    "a minus drawn in front": redrawn(FIGURE, b"q 1 w 450 243 m 455 243 l S Q"),
    "a point drawn behind": redrawn(FIGURE, b"0 0 0 rg 496 241 1.2 1.2 re f"),
    "a rule taken out of the table": drawn(b"1 1 1 RG 1.4 w 60 220.5 m 785 220.5 l S"),
    "a rule put into the table": drawn(b"0 0 0 RG .4 w 60 245 m 785 245 l S"),
    "cut for printing": said("/TrimBox", box(0, 0, 200, 200)),
    "cut for bleeding": said("/BleedBox", box(0, 0, 200, 200)),
    "cut to its art": said("/ArtBox", box(0, 0, 200, 200)),
    "of another unit by its branch": of_tree("/UserUnit", number(2)),
    "cut by its branch": of_tree("/CropBox", box(0, 0, 200, 200)),
    "of the size of a stamp": said("/MediaBox", box(0, 0, 100, 100)),
    "turned round edges": said("/MediaBox", box(842, 595, 0, 0)),
    "shown for a second": said("/Dur", number(1)),
    "with a small picture": said("/Thumb", number(1)),
    "with parts of its own": said("/PieceInfo", generic.DictionaryObject()),
    "with articles": said("/B", generic.ArrayObject()),
    "with metadata of its own": said("/Metadata", number(1)),
    "with structure": said("/StructParents", number(0)),
    "pages numbered from 192": of_all("/PageLabels", lambda: map_of(Nums=generic.ArrayObject([number(0), map_of(St=number(192), S=name("/D"))]))),
    "opened two pages at a time": of_all("/PageLayout", lambda: name("/TwoColumnLeft")),
    "needs to be drawn anew": of_all("/NeedsRendering", lambda: generic.BooleanObject(True)),
    "an intent of colours": of_all("/OutputIntents", generic.ArrayObject),
    "requirements": of_all("/Requirements", generic.ArrayObject),
    "a tree of structure": of_all("/StructTreeRoot", generic.DictionaryObject),
    "threads": of_all("/Threads", generic.ArrayObject),
    "places by name": of_all("/Dests", generic.DictionaryObject),
    "a base of addresses": of_all("/URI", lambda: map_of(Base=words("http://example.org/"))),
    "rights of its own": of_all("/Perms", lambda: map_of(UR3=map_of(Type=name("/Sig")))),
    "faces by name": named("/AP"),
    "places in a tree of names": named("/Dests"),
    "pages by name": named("/Pages"),
    "renditions by name": named("/Renditions"),
    "a link": annotated("Link", A=map_of(S=name("/URI"), URI=words("http://example.org/"))),
    "a note that opens": annotated("Text", Open=generic.BooleanObject(True)),
    "a stamp of somebody's": annotated("Stamp", Name=name("/Approved")),
    "a watermark": annotated("Watermark"),
    "a file on the page": annotated("FileAttachment"),
    "what is to be blacked out": annotated("Redact"),
    "a drawing by hand": annotated("Ink", InkList=generic.ArrayObject([box(60, 60, 90, 90)])),
    "a line through": annotated("StrikeOut", QuadPoints=box(60, 60, 90, 60, 60, 90, 90, 90)),
    "a film": annotated("Screen"),
    "a box to tick as field": annotated("Widget", FT=name("/Btn"), T=words("x")),
    "a hidden note": annotated("FreeText", F=number(2)),
    "a note for the printer only": annotated("FreeText", F=number(36)),
    "a second file that is listed": second_file("AF"),
    "a second file by name": second_file("names"),
    "a stream packed by differences": one_more(predicted),
    "a page more": made(blank_page),
    "written with streams of objects": lambda: wholly(stream_xrefs=True),
    "of a later version": edited(b"%PDF-1.4", b"%PDF-2.0"),
    "a subject": property_of("/Subject"),
    "keywords": property_of("/Keywords"),
    "a property of its own": property_of("/Wert"),
}  # fmt: skip


PLAIN: dict[str, Make] = {  # what changes nothing of what is seen
    "turned by a branch whose pages say otherwise": of_tree("/Rotate", number(90)),
    "written by another library": wholly,
    "of an earlier version": edited(b"%PDF-1.4", b"%PDF-1.0"),
}


def qpdf_like() -> bytes:
    """What a program makes that writes a sealed paper anew, as “compressing” does."""
    out = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(good()))).write(out)
    return out.getvalue()


def appended(more: bytes) -> Make:
    return lambda: good() + more


def updated(act: Callable[[Writer], None]) -> Make:
    return lambda: change.updated(good(), act)


def of_root(key: str, value: Callable[[], generic.PdfObject]) -> Make:
    def act(writer: Writer) -> None:
        writer.root[name(key)] = value()
        writer.update_root()

    return updated(act)


AFTER: dict[str, Make] = {
    "written anew": qpdf_like,
    "layers put in": of_root("/OCProperties", lambda: map_of(OCGs=generic.ArrayObject())),
    "a setting put in": of_root("/PageLayout", lambda: name("/OneColumn")),
    "metadata put in": of_root("/Metadata", lambda: words("x")),
    "a validation record put in": of_root("/DSS", lambda: map_of(Certs=generic.ArrayObject())),
    "a form put in": of_root("/AcroForm", lambda: map_of(Fields=generic.ArrayObject())),
    "no rights any more": of_root("/Perms", generic.DictionaryObject),
    "a page turned": updated(lambda writer: (page_of(writer).__setitem__(name("/Rotate"), number(90)), writer.update_container(page_of(writer)))[0]),
    "a page more": updated(blank_page),
    "properties changed": updated(lambda writer: writer.set_info(map_of(Title=words("192.40")))),
    "nothing but an update": updated(change.nothing),
    "another end of file": appended(b"%%EOF\n"),
    "an empty update": appended(b"\nxref\n0 0\ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF\n"),
    "a zip behind it": appended(b"PK\x05\x06" + bytes(18)),
    "a line of HTML in front": lambda: b"<html>\n" + good(),
    "ends of lines changed by a mail": lambda: good().replace(b"\n", b"\r\n"),
    "the high bit lost by a mail": lambda: bytes(one & 0x7F for one in good()),
    "a range that is shorter": lambda: re.sub(rb"(/ByteRange \[0 )(\d)", lambda m: m[1] + b"1", good(), count=1),
    "a range of three": lambda: re.sub(rb"/ByteRange \[0 \d+", b"/ByteRange [0 ", good(), count=1),
    "contents in small letters": lambda: re.sub(rb"/Contents <[0-9A-Fa-f]{40}", lambda m: m[0].swapcase(), good(), count=1),
    "a signature of noughts": lambda: re.sub(rb"/Contents <[0-9A-Fa-f]+", lambda m: b"/Contents <" + b"0" * (len(m[0]) - 11), good(), count=1),
    "another signature's value": lambda: change.with_other_value(good(), lambda value: value[:-1] + bytes([value[-1] ^ 1])),
    "countersigned, then changed": lambda: change.updated(change.countersigned(good()), change.annotate),
}  # fmt: skip


def sealed(make: Make) -> bytes:
    return document.__wrapped__(make())
