"""PDFs sealed by the unit itself whose fonts, letters and places draw something else than the text says."""

import struct
from collections.abc import Callable, Iterable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from forms.glyphs.truetype import truetype_of
from tests.forms.opening.pages.hostile_pages import made, name, number, page_of

Writer = IncrementalPdfFileWriter


def fonts_of(writer: Writer) -> Iterable[generic.DictionaryObject]:
    held = page_of(writer)["/Resources"]["/Font"]
    return [held[key] for key in held if "/ToUnicode" in held[key]]


def meaning(font: generic.DictionaryObject) -> dict[str, int]:
    """Sign → code of an embedded font."""
    lines = font["/ToUnicode"].data.split(b"beginbfchar\n")[1].split(b"endbfchar")[0].split()
    return {chr(int(sign[1:-1], 16)): int(code[1:-1], 16) for code, sign in zip(lines[::2], lines[1::2], strict=True)}


def replaced(writer: Writer, holder: generic.DictionaryObject, key: str, content: bytes) -> None:
    held = generic.StreamObject(stream_data=content)
    if key == "/FontFile2":
        held[name("/Length1")] = number(len(content))
    holder[name(key)] = writer.add_object(held)
    writer.update_container(holder)


def on_fonts(act: Callable[[Writer, generic.DictionaryObject], None]) -> Callable[[], bytes]:
    def each(writer: Writer) -> None:
        for font in fonts_of(writer):
            act(writer, font)

    return made(each)


def exchanged(one: str, other: str) -> Callable[[], bytes]:
    """Two signs exchanged in the outlines: the page reads as sealed and shows something else."""

    def act(writer: Writer, font: generic.DictionaryObject) -> None:
        codes = meaning(font)
        if one in codes and other in codes:
            writer_table(writer, font, {codes[one]: codes[other], codes[other]: codes[one]})

    return on_fonts(act)


def writer_table(writer: Writer, font: generic.DictionaryObject, moved: dict[int, int]) -> None:
    """Let codes of an embedded font draw what others drew."""
    held = font["/FontDescriptor"]
    content = bytearray(held["/FontFile2"].data)
    place, length = truetype_of(bytes(content)).tables["cmap"]
    glyphs = list(struct.unpack(f">{(length - 22) // 2}H", content[place + 22 : place + length]))
    before = list(glyphs)
    for code, taken in moved.items():
        glyphs[code] = before[taken]
    content[place + 22 : place + length] = struct.pack(f">{len(glyphs)}H", *glyphs)
    replaced(writer, held, "/FontFile2", bytes(content))


def said_otherwise(one: str, other: str) -> Callable[[], bytes]:
    """Two signs exchanged in the table beside the font and in the page: drawn 192, read 182."""

    def act(writer: Writer, font: generic.DictionaryObject) -> None:
        codes = meaning(font)
        if one in codes and other in codes:
            first, second = (b"<%02X>" % codes[sign] for sign in (one, other))
            table = font["/ToUnicode"].data
            lines = {first: b"%s <%04X>" % (first, ord(other)), second: b"%s <%04X>" % (second, ord(one))}
            for code, line in lines.items():
                table = table.replace(b"%s <%04X>" % (code, ord(one if code == first else other)), line, 1)
            replaced(writer, font, "/ToUnicode", table)

    return on_fonts(act)


def blank_made_figure(writer: Writer, font: generic.DictionaryObject) -> None:
    """A blank that is drawn as a nine."""
    codes = meaning(font)
    if " " in codes and "9" in codes:
        writer_table(writer, font, {codes[" "]: codes["9"]})


def figure_made_blank(writer: Writer, font: generic.DictionaryObject) -> None:
    codes = meaning(font)
    if " " in codes and "8" in codes:
        writer_table(writer, font, {codes["8"]: codes[" "]})


def encoded_otherwise(writer: Writer, font: generic.DictionaryObject) -> None:
    codes = meaning(font)
    differences = generic.ArrayObject([number(codes.get("8", 56)), name("/nine")])
    font[name("/Encoding")] = generic.DictionaryObject({name("/Differences"): differences})
    writer.update_container(font)


def of_another_kind(writer: Writer, font: generic.DictionaryObject) -> None:
    font[name("/Subtype")] = name("/Type3")
    writer.update_container(font)


def without_outlines(writer: Writer, font: generic.DictionaryObject) -> None:
    held = font["/FontDescriptor"]
    del held["/FontFile2"]
    writer.update_container(held)


def with_widths(writer: Writer, font: generic.DictionaryObject) -> None:
    font[name("/Widths")] = generic.ArrayObject([number(0)] * 256)
    writer.update_container(font)


def with_two_meanings(writer: Writer, font: generic.DictionaryObject) -> None:
    codes = meaning(font)
    table = font["/ToUnicode"].data
    replaced(
        writer,
        font,
        "/ToUnicode",
        table.replace(b"endcmap", b"1 beginbfchar\n<%02X> <0039>\nendbfchar\nendcmap" % codes.get("8", 56)),
    )


LIES: dict[str, Callable[[], bytes]] = {
    "an eight drawn as a nine": exchanged("8", "9"),
    "two words exchanged": exchanged("万", "亩"),
    "a nine read as an eight": said_otherwise("8", "9"),
    "a blank drawn as a nine": on_fonts(blank_made_figure),
    "an eight drawn as nothing": on_fonts(figure_made_blank),
}
UNKNOWN: dict[str, Callable[[], bytes]] = {
    "codes that are named anew": on_fonts(encoded_otherwise),
    "a font of drawings": on_fonts(of_another_kind),
    "a font that is not inside": on_fonts(without_outlines),
    "letters without width": on_fonts(with_widths),
    "a code with two meanings": on_fonts(with_two_meanings),
}
