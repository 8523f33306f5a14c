"""What a PDF says of itself in XMP is read in whatever spelling and coding viewers understand."""

import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.seals.pdf.properties import about
from tests.forms.opening.pages.test_document_pages import pages_of

BEGIN = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
SAID = {
    "a title": ("><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>甲乙</rdf:li></rdf:Alt></dc:title>", "/Title"),
    "an author": ("><q:creator><rdf:Seq><rdf:li>甲乙</rdf:li></rdf:Seq></q:creator>", "/Author"),
    "a description": ("><dc:description>甲乙</dc:description>", "/Subject"),
    "a keyword by an attribute": (' pdf:Keywords="甲乙">', "/Subject"),
    "whole": ("><dc:subject><![CDATA[甲乙]]></dc:subject>", "/Subject"),
    "by numbers": ("><dc:subject>&#x7532;&#20057;</dc:subject>", "/Subject"),
    "of somebody's": ("><zz:wert>甲乙</zz:wert>", "/Metadata"),
}


def said(content: bytes) -> list[tuple[str, str]]:
    reader = PdfFileReader(io.BytesIO(pages_of()))
    reader.root[generic.pdf_name("/Metadata")] = generic.StreamObject(stream_data=content)
    return [pair for pair in about(reader, reader.root, {}) if pair[1] == "甲乙"]


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_property_of_xmp_is_read(kind: str, coding: str) -> None:
    text, name = SAID[kind]
    assert said(f"{BEGIN}{text}</rdf:Description></rdf:RDF></x:xmpmeta>".encode(coding)) == [(name, "甲乙")]


def test_broken_xmp_is_read_as_far_as_it_goes() -> None:
    assert said(f"{BEGIN}><dc:title>甲乙</dc:title><dc:".encode()) == [("/Title", "甲乙")]
    assert said("<?xpacket 甲乙?><!-- 甲乙 -->".encode()) == []
