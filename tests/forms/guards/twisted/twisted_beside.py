"""Twists that only some programs follow: the style below a style, features of a font, mixed languages, extra fields.

`TWISTS` and `HINTED` as in `twisted_settings`: told, only hinted at.
"""

import io
import re
import struct
import zipfile
import zlib

from tests.forms.guards.sealed_books import Parts, Twist, packed, row_of
from tests.forms.guards.twisted.twisted_cells import celled, looking, over_table, restyled, rich, sheeted
from tests.forms.guards.twisted.twisted_settings import HINTED, aligned, changed, in_font
from tests.forms.guards.twisted.twists import BOOK_RELS, MAIN, OFFICE, ROOT_RELS, STRINGS, STYLES, many

STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
COMPATIBLE = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
SOLID = b'<fill><patternFill patternType="solid">%s</patternFill></fill>'
DARK = b'<fill><patternFill patternType="%s"><fgColor rgb="FF000000"/><bgColor rgb="FF000000"/></patternFill></fill>'


def below(not_applied: bytes, aligned: bytes = b"", **more: bytes) -> Twist:
    """The figure's style applies nothing of its own in one respect; the one it is made of looks otherwise."""

    def act(parts: Parts) -> Parts:
        styles = parts[STYLES]
        before, after = styles.split(b"</cellStyleXfs>", 1)
        place = before[before.index(b"<cellStyleXfs") :].count(b"<xf ")
        font = styles.count(b"<font>") if "fonts" in more else 0
        fill = styles.count(b"<fill>") if "fills" in more else 0
        xf = b'<xf numFmtId="0" fontId="%d" fillId="%d" borderId="0">%s</xf></cellStyleXfs>' % (font, fill, aligned)
        own = b'<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="%d" %s="0"/>' % (place, not_applied)
        return restyled({**parts, STYLES: before + xf + after}, own, **more)

    return act


def of_strict(xml: bytes) -> bytes:
    """The same elements in the namespace of the strict language."""
    named = re.sub(rb"<(/?)(\w)", rb"<\1q:\2", xml)
    return named.replace(b">", b' xmlns:q="' + STRICT + b'">', 1)


def extra_field(kind: int, body: bytes) -> Twist:
    """An extra field in the header of the shared strings."""

    def act(parts: Parts) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                one = zipfile.ZipInfo(name)
                one.compress_type = zipfile.ZIP_DEFLATED
                one.extra = struct.pack("<HH", kind, len(body)) + body if name == STRINGS else b""
                package.writestr(one, part)
        return out.getvalue()

    return act


def counted(book: bytes, entries: int) -> bytes:
    """The file whose directory says that it has so many entries; some readers stop there."""
    return book[:-14] + struct.pack("<2H", entries, entries) + book[-10:]


def on_a_disk(book: bytes) -> bytes:
    """The file whose last entry is said to begin on another disk."""
    place = book.rindex(b"PK\x01\x02") + 34
    return book[:place] + b"\1" + book[place + 1 :]


def exchanged_names(parts: Parts) -> Parts:
    """Two tables under each other's names, both of which are ours."""
    one, other = re.findall(rb'Target="worksheets/sheet\d+\.xml"', parts[BOOK_RELS])[1:3]
    rels = parts[BOOK_RELS].replace(one, b"@").replace(other, one).replace(b"@", other)
    return {**parts, BOOK_RELS: rels}


def commented(kind: bytes, part: str, xml: bytes) -> Twist:
    """A comment beside the figure that says another one."""

    def act(parts: Parts) -> Parts:
        rels = f"xl/worksheets/_rels/{row_of(parts, 'Q06.9')[0].rpartition('/')[2]}.rels"
        one = b'<Relationship Id="rId77" Type="%s" Target="../%s"/></Relationships>' % (kind, part.encode())
        begun = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        return {**parts, rels: begun + one, f"xl/{part}": xml}

    return act


many("below", {
    "a white font": below(b"applyFont", fonts=b'<font><sz val="11"/><color rgb="FFFFFFFF"/></font>'),
    "a dark ground": below(b"applyFill", fills=DARK % b"solid"),
    "letters turned": below(b"applyAlignment", b'<alignment textRotation="180"/>'),
})  # fmt: skip
many("font", {
    "raised by a feature": in_font(b'<name val="Liberation Sans:sups"/>'),
    "lying on its side": in_font(b'<name val="@SimSun"/>'),
    "of empty boxes": in_font(b'<name val="LastResort"/>'),
    "of two sizes": in_font(b'<sz val="1"/>'),
    "of two colours": in_font(b'<color rgb="FF000000"/><color rgb="FFFFFFFF"/>'),
    "of two colours, for one digit": rich(b'<color rgb="FF000000"/><color rgb="FFFFFFFF"/>', b""),
    "on a dark pattern": looking(b'<font><sz val="11"/></font>', DARK % b"gray125"),
    "indented beyond its column": aligned(b'horizontal="right" indent="30"'),
})  # fmt: skip
many("colours", {
    "ink of the system's ground": in_font(b'<color indexed="65"/>'),
    "ink of two colours": in_font(b'<color rgb="FF000000" theme="0"/>'),
    "ink that is no colour": in_font(b'<color rgb="white"/>'),
    "a ground without a colour": looking(b'<font><sz val="11"/></font>', SOLID % b""),
    "a ground of the system's ink": looking(b'<font><sz val="11"/></font>', SOLID % b'<fgColor indexed="64"/>'),
    "a ground as it comes": looking(b'<font><sz val="11"/></font>', SOLID % b'<fgColor auto="1"/>'),
    "a ground that is no colour": looking(b'<font><sz val="11"/></font>', SOLID % b'<fgColor rgb="x"/>'),
})  # fmt: skip
many("zip", {
    "a directory that says fewer": lambda parts: counted(packed(parts), 5),
    "a part on another disk": lambda parts: on_a_disk(packed(parts)),
})  # fmt: skip
many("language", {
    "a row of the strict one": over_table(lambda true, _: of_strict(true)),
    "a value of the strict one": celled(lambda cell: re.sub(rb"<v>.*</v>", lambda v: of_strict(v[0]), cell)),
    "something to be passed through": sheeted(lambda xml: xml.replace(b"<worksheet ", b"<worksheet " + COMPATIBLE + b' xmlns:q="urn:q" mc:ProcessContent="q:a" ', 1)),
    "an alternative among the texts": changed(STRINGS, lambda xml: xml.replace(b"<si>", b"<mc:AlternateContent " + COMPATIBLE + b"><mc:Fallback/></mc:AlternateContent><si>", 1)),
})  # fmt: skip
many("extra field", {
    "another name": extra_field(0x7075, b"\1" + struct.pack("<L", zlib.crc32(STRINGS.encode())) + b"xl/other.xml"),
    "an encryption": extra_field(0x9901, b"\2\0AE\1\x08\0"),
})  # fmt: skip

HINTED |= {
    "window: two sheets under each other's names": exchanged_names,
    "comment: an old one": commented(OFFICE + b"/comments", "comments9.xml", b'<comments xmlns="' + MAIN + b'"><authors/><commentList><comment ref="E9" authorId="0"><text><r><t>192</t></r><r><t>.40</t></r></text></comment></commentList></comments>'),
    "comment: a threaded one": commented(b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "threadedComments/threadedComment1.xml", b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="E9" id="{1}"><text>192.40</text></threadedComment></ThreadedComments>'),
    "pane beside the book": lambda parts: {**parts, "xl/panes.xml": b"<x/>", ROOT_RELS: parts[ROOT_RELS].replace(b"</Relationships>", b'<Relationship Id="rId88" Type="urn:q/webextensiontaskpanes" Target="xl/panes.xml"/></Relationships>')},
    "rows: far below": sheeted(lambda xml: re.sub(rb'(<row r=|<c r=)"([A-Z]*)(\d+)"', lambda one: b'%s"%s%d"' % (one[1], one[2], int(one[3]) + 200 * (int(one[3]) > 9)), xml)),
}  # fmt: skip
