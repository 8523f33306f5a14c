"""Twists of other kinds: numbers spelled otherwise, parts said twice, encodings, and what a book carries besides.

`TWISTS`, `HINTED` and `HONEST` as in `twisted_settings`: told, hinted at, nothing to tell.
"""

import io
import re
import zipfile
from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, packed
from tests.forms.guards.twisted.twisted_cells import behind, celled, inline, looking, rich, sheeted
from tests.forms.guards.twisted.twisted_parts import related
from tests.forms.guards.twisted.twisted_prints import named
from tests.forms.guards.twisted.twisted_settings import (
    HINTED,
    HONEST,
    aligned,
    changed,
    in_font,
    kind_of_cell,
    put,
    said,
    settings,
)
from tests.forms.guards.twisted.twists import BOOK, BOOK_RELS, MAIN, OFFICE, ROOT_RELS, STRINGS, STYLES, TWISTS, TYPES

CORE = "docProps/core.xml"
CORE_TYPE = b"application/vnd.openxmlformats-package.core-properties+xml"
CORE_REL = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
TOLD: dict[str, Twist] = {}  # what a book says besides in its properties or on one more sheet: a hint of its own


def spelled(value: str, kind: bytes = b"n") -> Twist:
    """The figure's value in other signs."""
    return kind_of_cell(kind, value.encode())


def second_core(parts: Parts) -> Parts:
    """Two parts of core properties, of which one tells another title."""
    more = parts[CORE].replace(b"<dc:title>", b"<dc:title>Q06.9 = 192.40 ")
    types = parts[TYPES].replace(
        b"</Types>", b'<Override PartName="/docProps/core2.xml" ContentType="%s"/></Types>' % CORE_TYPE
    )
    rel = b'<Relationship Id="rId77" Type="%s" Target="docProps/core2.xml"/>' % CORE_REL
    rels = parts[ROOT_RELS].replace(b"</Relationships>", rel + b"</Relationships>")
    return {**parts, "docProps/core2.xml": more, TYPES: types, ROOT_RELS: rels}


def core_twice(parts: Parts) -> bytes:
    """The part of core properties twice in the zip."""
    second = parts[CORE].replace(b"<dc:title>", b"<dc:title>192.40 ")
    return packed({**parts, "docProps/corX.xml": second}).replace(b"docProps/corX.xml", CORE.encode())


def part(
    name: str, content: bytes, kind: bytes, content_type: bytes, *, of: str = BOOK_RELS, target: str = ""
) -> Twist:
    """One more part that the book's relationships lead to."""

    def act(parts: Parts) -> Parts:
        rel = b'<Relationship Id="rId77" Type="%s" Target="%s"/>' % (
            kind,
            (target or name.removeprefix("xl/")).encode(),
        )
        types = parts[TYPES].replace(
            b"</Types>", b'<Override PartName="/%s" ContentType="%s"/></Types>' % (name.encode(), content_type)
        )
        return {
            **parts,
            name: content,
            TYPES: types,
            of: parts[of].replace(b"</Relationships>", rel + b"</Relationships>"),
        }

    return act


def more_sheet(
    state: bytes, kind: bytes = b"worksheet", root: bytes = b"worksheet", inside: bytes = b"<sheetData/>"
) -> Twist:
    """One more sheet of some kind, seen or not."""

    def act(parts: Parts) -> Parts:
        name = f"xl/{kind.decode()}s/sheet99.xml"
        content = b'<?xml version="1.0"?><%s xmlns="%s">%s</%s>' % (root, MAIN, inside, root)
        made = part(
            name,
            content,
            OFFICE + b"/" + kind,
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml" % kind,
        )(parts)
        assert not isinstance(made, bytes)
        sheet = b'<sheet name="192.40" sheetId="999" state="%s" r:id="rId77"/>' % state
        return {**made, BOOK: made[BOOK].replace(b"</sheets>", sheet + b"</sheets>")}

    return act


def encoded(name: str, how: str, *, declared: str = "") -> Twist:
    """A part in another encoding."""

    def act(parts: Parts) -> Parts:
        text = parts[name].decode().replace('encoding="UTF-8"', f'encoding="{declared or how}"')
        return {**parts, name: text.encode(how)}

    return act


def zipped(how: Callable[[zipfile.ZipFile, Parts], None]) -> Twist:
    def act(parts: Parts) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            how(archive, parts)
        return out.getvalue()

    return act


def with_descriptors(parts: Parts) -> bytes:
    """A zip written to something that cannot be sought in, as some programs do."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.held += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return bytes(pipe.held)


def stored_otherwise(method: int) -> Twist:
    def how(archive: zipfile.ZipFile, parts: Parts) -> None:
        for name, content in parts.items():
            archive.writestr(name, content, compress_type=method)

    return zipped(how)


def typed(name: str, content_type: bytes) -> Twist:
    """A part that is said to be of another type."""
    start = b'PartName="/%s" ContentType="' % name.encode()
    return changed(TYPES, lambda xml: re.sub(re.escape(start) + b'[^"]*', start + content_type, xml))


def rel_to(kind: bytes, target: bytes, mode: bytes = b"") -> Twist:
    rel = b'<Relationship Id="rId77" Type="%s/%s" Target="%s"%s/>' % (OFFICE, kind, target, mode)
    return changed(BOOK_RELS, lambda xml: xml.replace(b"</Relationships>", rel + b"</Relationships>"))


def string(old: str, new: str) -> Twist:
    return changed(STRINGS, lambda xml: xml.replace(f">{old}<".encode(), f">{new}<".encode(), 1))


EXTERNAL = b' TargetMode="External"'
TWISTS |= {
    "spelling: 1.924E2": spelled("1.924E2"),
    "spelling: +182.4": spelled("+182.4"),
    "spelling: 182.4.": spelled("182.4."),
    "spelling: 182,4": spelled("182,4"),
    "spelling: 0x5": spelled("0x5"),
    "spelling: 1_82.4": spelled("1_82.4"),
    "spelling: full width": spelled("１８２．４"),
    "spelling: Arabic digits": spelled("١٨٢.٤"),
    "spelling: INF": spelled("INF"),
    "spelling: NaN": spelled("NaN"),
    "spelling: -0": spelled("-0"),
    "spelling: 182.4 in CDATA": spelled("<![CDATA[182.4]]>"),
    "spelling: a text 1.824E2": inline(b"<is><t>1.824E2</t></is>"),
    "spelling: a text +182.4": inline(b"<is><t>+182.4</t></is>"),
    "spelling: a text 182.4e0": inline(b"<is><t>182.4e0</t></is>"),
    "spelling: a text (182.4)": inline(b"<is><t>(182.4)</t></is>"),
    "spelling: a text full width": inline("<is><t>１８２．４</t></is>".encode()),
    "spelling: a text 182.4万": inline("<is><t>182.4万</t></is>".encode()),
    "spelling: a text with a combining stroke": inline("<is><t>1\u033882.4</t></is>".encode()),
    "properties: twice in the zip": core_twice,
    "look: a colour of the ground by the theme": looking(b'<font><sz val="11"/><color theme="4"/></font>', b'<fill><patternFill patternType="solid"><fgColor theme="4"/></patternFill></fill>'),
    "look: a hidden run by its size": rich(b'<sz val="0.1"/>', b""),
    "sheet: a dialog": more_sheet(b"visible", b"dialogsheet", b"dialogsheet", b"<sheetViews/>"),
    "sheet: a chart": more_sheet(b"visible", b"chartsheet", b"chartsheet", b"<sheetViews/>"),
    "sheet: of macros": more_sheet(b"visible", b"xlMacrosheet", b"macrosheet"),
    "sheet: an object": related("embeddings/o.bin", b"oleObject", b"../embeddings/o.bin"),
    "sheet: a slicer": related("slicers/slicer1.xml", b"slicer", b"../slicers/slicer1.xml"),
    "book: a pivot's cache": part("xl/pivotCache/pivotCacheDefinition1.xml", b"<a/>", OFFICE + b"/pivotCacheDefinition", b"application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"),
    "book: connections": part("xl/connections.xml", b"<a/>", OFFICE + b"/connections", b"application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"),
    "book: rich data": part("xl/richData/rdrichvalue.xml", b"<a/>", b"http://schemas.microsoft.com/office/2017/06/relationships/rdRichValue", b"application/vnd.ms-excel.rdrichvalue+xml"),
    "book: a linked book": rel_to(b"externalLinkPath", b"http://example.org/x.xlsx", EXTERNAL),
    "book: a template on the web": rel_to(b"attachedTemplate", b"http://example.org/x.xltx", EXTERNAL),
    "book: days from 1904, in other words": settings(b'date1904="true"'),
    "book: a workbook of macros": typed(BOOK, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "book: a template": typed(BOOK, b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
    "book: binary": typed(BOOK, b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    "book: strings of another type": typed(STRINGS, b"text/html"),
    "book: a slide show": typed(BOOK, b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
    "string: another word": string("亿元", "万元"),
    "string: a letter of another script": string("Q06.9", "Q０6.9"),
    "string: a code of Cyrillic": string("Q01.1", "Ԛ01.1"),
    "encoding: UTF-16": encoded(STRINGS, "utf-16"),
    "encoding: UTF-7": encoded(STRINGS, "utf-7", declared="UTF-7"),
    "encoding: GBK": encoded(STRINGS, "gb18030", declared="GBK"),
    "encoding: said wrongly": changed(STRINGS, lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')),
    "encoding: XML 1.1": changed(STRINGS, lambda xml: xml.replace(b'version="1.0"', b'version="1.1"', 1)),
    "encoding: an entity": changed(STRINGS, lambda xml: xml.replace("亿元".encode(), b"&x;", 1)),
    "encoding: a document type": changed(STYLES, lambda xml: xml.replace(b"<styleSheet", b"<!DOCTYPE styleSheet><styleSheet", 1)),
    "encoding: an instruction": changed(STRINGS, lambda xml: xml.replace(b"<sst", b'<?xml-stylesheet href="x.xsl"?><sst', 1)),
    "encoding: another base": changed(BOOK_RELS, lambda xml: xml.replace(b"<Relationships ", b'<Relationships xml:base="http://example.org/" ')),
    "zip: bzip2": stored_otherwise(zipfile.ZIP_BZIP2),
    "zip: LZMA": stored_otherwise(zipfile.ZIP_LZMA),
    "zip: a path that goes up": lambda parts: {**parts, "../x.xml": b"<a/>"},
    "zip: a path from the root": lambda parts: {**parts, "/xl/x.xml": b"<a/>"},
    "zip: a second list of types": lambda parts: {**parts, "[content_types].xml": parts[TYPES]},
    "zip: a script": lambda parts: {**parts, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    "font: of bars": in_font(b'<name val="Libre Barcode 39"/>'),
    "font: outlined and shadowed": in_font(b"<shadow/>"),
    "cell: a text by number that is not there": kind_of_cell(b"s", b"999999"),
    "cell: two styles": celled(lambda cell: cell.replace(b' s="', b' s="0" s="', 1)),
    "cell: another place": celled(lambda cell: re.sub(rb'r="E(\d+)"', rb'r="F\1"', cell)),
    "cell: a place in small letters": celled(lambda cell: re.sub(rb'r="E(\d+)"', rb'r="e\1"', cell)),
    "cell: a place with dollars": celled(lambda cell: re.sub(rb'r="E(\d+)"', rb'r="$E$\1"', cell)),
    "cell: a cell's extension": celled(lambda cell: cell.replace(b"</c>", b'<extLst><ext uri="{1}"/></extLst></c>')),
    "cell: a shared formula": celled(lambda cell: cell.replace(b"<v>", b'<f t="shared" ref="E35" si="0">192.4</f><v>')),
    "cell: a data table": celled(lambda cell: cell.replace(b"<v>", b'<f t="dataTable" ref="E35" dt2D="0" r1="A1"/><v>')),
    "style: of a condition": put(STYLES, b'<dxfs count="1"><dxf><numFmt numFmtId="299" formatCode="&quot;192.40&quot;"/></dxf></dxfs>', b"<tableStyles"),
}  # fmt: skip
HINTED |= {
    "sheet: hidden with a figure": more_sheet(b"hidden", inside=b'<sheetData><row r="1"><c r="A1"><v>192.4</v></c></row></sheetData>'),
    "sheet: a link to a cell of a web page": behind(b'<hyperlinks><hyperlink ref="E35" location="x" display="192.40"/></hyperlinks>', b"<printOptions"),
    "sheet: data that hide": behind(b'<dataValidations count="1"><dataValidation type="list" sqref="E35" showInputMessage="1" promptTitle="Q06.9" prompt="192.40"><formula1>"192.40"</formula1></dataValidation></dataValidations>'),
    "sheet: a smart tag": behind(b'<smartTags><cellSmartTags r="E35"><cellSmartTag type="0"/></cellSmartTags></smartTags>'),
    "sheet: consolidated from others": behind(b'<dataConsolidate><dataRefs count="1"><dataRef ref="A1" sheet="x"/></dataRefs></dataConsolidate>', b"<printOptions"),
    "sheet: web publishing": sheeted(lambda xml: xml.replace(b"</worksheet>", b'<webPublishItems count="1"/></worksheet>')),
    "sheet: custom views": behind(b'<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000001}" filter="1"/></customSheetViews>', b"<printOptions"),
    "book: custom XML": part("customXml/item1.xml", b"<a>192.40</a>", OFFICE + b"/customXml", b"application/xml", target="../customXml/item1.xml"),
    "book: a name by R1C1": named('<definedName name="R1C1">192.40</definedName>'),
    "book: a name of a table's total": named('<definedName name="合计">192.40</definedName>'),
    "zip: a file nobody names": lambda parts: {**parts, "xl/worksheets/sheet98.xml": parts["xl/worksheets/sheet2.xml"]},
    "view: ten percent": said(b"sheetView", b'zoomScale="10"'),
}  # fmt: skip
HONEST |= {
    "spelling: 1.824E2": spelled("1.824E2"),
    "spelling: 1824e-1": spelled("1824e-1"),
    "spelling: 182.40": spelled("182.40"),
    "spelling: 0182.4": spelled("0182.4"),
    "spelling: 182.4 and a blank": spelled(" 182.4 "),
    "spelling: 182.4 by characters": spelled("&#49;82.4"),
    "look: colour of the tab": sheeted(lambda xml: xml.replace(b"<sheetPr>", b'<sheetPr><tabColor rgb="FFFF0000"/>')),
    "look: shrunk to fit": aligned(b'shrinkToFit="1"'),
    "look: shrunk to fit, in other words": aligned(b'shrinkToFit="true"'),
    "look: a format of another country": looking(b'<font><sz val="11"/></font>', xf=b' applyNumberFormat="1"'),
    "look: a protected formula hidden": looking(b'<font><sz val="11"/></font>', more=b'<protection hidden="1"/>'),
    "sheet: veryHidden": more_sheet(b"veryHidden"),
    "sheet: ranges that may be changed": behind(b'<protectedRanges><protectedRange name="x192.40" sqref="E35"/></protectedRanges>', b"<printOptions"),
    "sheet: phonetics": behind(b'<phoneticPr fontId="0" type="noConversion"/>', b"<printOptions"),
    "sheet: an old drawing": related("drawings/vmlDrawing1.vml", b"vmlDrawing", b"../drawings/vmlDrawing1.vml"),
    "sheet: settings of a printer": related("printerSettings/p.bin", b"printerSettings", b"../printerSettings/p.bin"),
    "book: persons of threaded comments": part("xl/persons/person.xml", b"<a/>", b"http://schemas.microsoft.com/office/2017/10/relationships/person", b"application/vnd.ms-excel.person+xml"),
    "book: a chain of calculations": part("xl/calcChain.xml", b'<calcChain xmlns="%s"><c r="E35" i="2"/></calcChain>' % MAIN, OFFICE + b"/calcChain", b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"),
    "book: revisions": part("xl/revisions/revisionHeaders.xml", b"<a/>", OFFICE + b"/revisionHeaders", b"application/vnd.openxmlformats-officedocument.spreadsheetml.revisionHeaders+xml"),
    "book: metadata": part("xl/metadata.xml", b"<metadata/>", OFFICE + b"/sheetMetadata", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"),
    "book: references by row and column": changed(BOOK, lambda xml: xml.replace(b"<calcPr ", b'<calcPr refMode="R1C1" ')),
    "string: escaped": string("亿元", "_x4EBF_元"),
    "encoding: a mark at the beginning": encoded(STRINGS, "utf-8-sig", declared="UTF-8"),
    "encoding: blanks kept": changed(STRINGS, lambda xml: xml.replace(b"<si><t>", b'<si><t xml:space="preserve"> ', 1)),
    "zip: descriptors": with_descriptors,
    "zip: nothing packed": stored_otherwise(zipfile.ZIP_STORED),
    "zip: a folder": lambda parts: {**parts, "xl/empty/": b""},
    "font: condensed": in_font(b"<condense/>"),
    "cell: without a place": celled(lambda cell: re.sub(rb' r="E(\d+)"', b"", cell)),
    "cell: phonetics asked for": celled(lambda cell: cell.replace(b"<c ", b'<c ph="1" ')),
    "view: a page layout": said(b"sheetView", b'view="pageLayout"'),
    "view: a page break preview": said(b"sheetView", b'view="pageBreakPreview"'),
    "view: heads not shown": said(b"sheetView", b'showRowColHeaders="0"'),
}  # fmt: skip
TOLD |= {
    "properties: two parts": second_core,
    "properties: a title twice": changed(CORE, lambda xml: xml.replace(b"</dc:title>", b"</dc:title><dc:title>192.40</dc:title>")),
    "properties: a category": changed(CORE, lambda xml: xml.replace(b"<dc:creator>", "<cp:category>以192.40为准</cp:category><dc:creator>".encode())),
    "properties: custom ones": part("docProps/custom.xml", b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Q06.9"><vt:lpwstr>192.40</vt:lpwstr></property></Properties>', OFFICE + b"/custom-properties", b"application/vnd.openxmlformats-officedocument.custom-properties+xml", of=ROOT_RELS, target="docProps/custom.xml"),
    "sheet: seen with a figure": more_sheet(b"visible", inside=b'<sheetData><row r="1"><c r="A1"><v>192.4</v></c></row></sheetData>'),
}  # fmt: skip
