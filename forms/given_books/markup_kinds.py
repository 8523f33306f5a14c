"""Markup kinds: what a text in markup is — a page, a page saved whole, XML of Excel 2003, a document of one file."""

import io
import zipfile

from forms.given.markup import local_name, tree_of
from models.basics.errors import AppError

LOOKED_AT = 8_192  # bytes in which a file says what it is
SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_OPEN = b"urn:oasis:names:tc:opendocument:xmlns:office"
_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def markup_kind(content: bytes) -> str:
    """Return what a text in markup is: "page", "pages" (a page saved whole), "xml", "document"; "" for any other."""
    head = content[:LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head[:200].lower().startswith((b"mime-version:", b"content-type: multipart/related", b"from:")):
        return "pages" if b"multipart/related" in head.lower() and b"text/html" in content.lower() else ""
    if not head.startswith(b"<"):
        return ""
    if SPREADSHEET in head and b"Workbook" in head and b"<html" not in head.lower():
        return "xml"
    if _OPEN in head and b"opendocument.spreadsheet" in head:
        return "document"
    whole = content.replace(b"\0", b"") if b"\0" in content[:LOOKED_AT] else content
    return "page" if b"<table" in whole.lower() else ""


def packed_document(content: bytes, name: str) -> bytes:
    """Return an open document of one file as one of several parts: what reads those knows no blanks between elements.

    Raises AppError("import_unreadable").
    """
    from lxml import etree

    out = io.BytesIO()
    try:
        root = tree_of(content, bare=True)
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", _DOCUMENT)
            archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_MANIFEST}"/>')
            for path, parts in (("styles.xml", ("styles",)), ("content.xml", ("automatic-styles", "body"))):
                made = etree.Element(f"{{{_OPEN.decode()}:1.0}}document-content", nsmap=root.nsmap)
                made.extend([one for one in root if local_name(one) in parts])
                archive.writestr(path, etree.tostring(made, encoding="UTF-8", xml_declaration=True))
    except (ValueError, SyntaxError) as error:
        raise AppError("import_unreadable", 文件=name) from error
    return out.getvalue()
