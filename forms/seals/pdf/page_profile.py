"""Page profile: what the pages and the catalog of our papers may hold, when they are sealed; all else is told.

Whoever has a key could seal pages whose texts are right and whose looks are not: turned or cut, with layers, notes or
fields over them, or with scripts. The pages' drawing itself is `forms.page_reading.read_pages`'.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.glyphs.drawn import MOST_FONTS, DrawnSigns, drawn_signs
from forms.guards.tiles import RUN, is_tiled
from forms.page_reading.written import Thing, WrittenPage, signs_of, things_written
from forms.seals.pdf.layout import is_plain_stream
from forms.seals.pdf.sealed import FIELD

_CATALOG = frozenset((
    "/Type", "/Pages", "/PageMode", "/Version", "/Names", "/AF", "/AcroForm", "/Extensions", "/Perms", "/Metadata",
    "/Lang", "/MarkInfo", "/DSS",
))  # fmt: skip
_PAGE = frozenset((
    "/Type", "/Parent", "/Contents", "/MediaBox", "/Resources", "/Rotate", "/Trans", "/Annots", "/Kids", "/Count",
    "/CropBox", "/UserUnit",
))  # fmt: skip
_RESOURCES, _STATE = frozenset(("/Font", "/ProcSet", "/ExtGState")), frozenset(("/Type", "/ca", "/CA"))
_WORDS = {
    "/OCProperties": "layers", "/OpenAction": "script", "/AA": "script", "/UserUnit": "unit",
    "/XObject": "picture", "/Properties": "layers",
}  # fmt: skip
_DRAWING = re.compile(  # a page's content: texts, lines and boxes; spacing of letters is none, nothing is hidden, and
    # but for the frame of a stamp's room no line is dashed, since a dash may be a point
    rb"(?:\s++|0\s++T[cs](?![A-Za-z])|[-+.0-9]++|\([^()\\]*+(?:\\.[^()\\]*+)*\)|/[A-Za-z0-9+_.-]++"
    rb"|\[\s*(?:3\s+3\s*)?\]\s+0\s+d(?![A-Za-z0-9*'\"])"
    rb"|(?:BT|ET|Tf|TL|Tm|Tj|T\*|cm|re|f\*|rg|RG|gs|q|Q|n|f|l|m|c|h|S|B|w|J|j)(?![A-Za-z0-9*'\"])){1,%d}" % RUN,
    re.DOTALL,
)
_FORM, _RIGHTS = frozenset(("/Fields", "/SigFlags")), frozenset(("/DocMDP",))
_OUR_FIELD = frozenset(("/Type", "/Subtype", "/FT", "/T", "/V", "/F", "/P", "/Rect", "/AP"))
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Trans")
_SIDES = tuple(tuple(side * 72 / 25.4 for side in sides) for sides in ((210, 297), (297, 420)))  # points of A4, A3
_EXACT = 0.5  # points by which sides may differ: programs write A4 as 595 × 842 too, and half a point hides nothing


Drawings = list[list[Thing] | None]  # what the content of each page draws, None where it is not written by us


def odd_page(  # pyHanko has no types we could name here
    root: Any,  # noqa: ANN401
    drawings: Drawings | None = None,
) -> tuple[int, str] | None:
    """Return the first thing in a document that no paper of ours has: page (from 1, 0 = the whole), and a word for it.

    None for a document within the profile; then `drawings` has been given those of all pages. Call `bounded_tree`
    before.
    """
    drawings = drawings if drawings is not None else []
    for key in root:
        if key not in _CATALOG:
            return 0, _WORDS.get(key, "setting")
    if "/Names" in root and any(key != "/EmbeddedFiles" for key in root["/Names"]):
        return 0, "script"
    rights = root["/Perms"] if "/Perms" in root else ()  # noqa: SIM401 - get of pyHanko gives the reference
    if not set(rights) <= _RIGHTS or ("/PageMode" in root and str(root["/PageMode"]) != "/UseNone"):
        return 0, "setting"
    if "/AcroForm" in root and not set(root["/AcroForm"]) <= _FORM:
        return 0, "annotation"
    if "/AcroForm" in root and any(not _is_our_field(one) for one in _all(root["/AcroForm"], "/Fields")):
        return 0, "annotation"
    found = next(_odd(root["/Pages"], {}, [0], drawings), None) or _page_twice(root["/Pages"], set(), [0])
    if found is None and "/AcroForm" in root and any(map(_is_drawn, _all(root["/AcroForm"], "/Fields"))):
        return 0, "annotation"
    return found


def _odd(  # pyHanko has no types we could name here
    node: Any,  # noqa: ANN401
    above: dict[str, Any],
    count: list[int],
    drawings: Drawings,
) -> Iterator[tuple[int, str]]:
    said = above | {key: node[key] for key in _INHERITED if key in node}
    if "/Kids" not in node:
        count[0] += 1
    for key in node:
        if key not in _PAGE:
            yield count[0], _WORDS.get(key, "setting")
    if "/Kids" in node:
        yield from ((count[0], "setting") for key in ("/Contents", "/Annots") if key in node)
        for one in _all(node, "/Kids"):
            yield from _odd(one, said, count, drawings)
        return
    yield from ((count[0], word) for word in _shape(said))
    yield from ((count[0], word) for word in _resources(said.get("/Resources", {})))
    yield from ((count[0], word) for word in _content(node, drawings))


def _page_twice(node: Any, seen: set[object], count: list[int]) -> tuple[int, str] | None:  # noqa: ANN401
    """The first page or branch that hangs in the tree a second time: viewers part over where it goes on."""
    for place in range(len(node["/Kids"]) if "/Kids" in node else 0):
        held, one = node["/Kids"].raw_get(place), node["/Kids"][place]
        count[0] += "/Kids" not in one
        at = getattr(held, "reference", None)
        if at is None or at in seen:
            return count[0], "setting"
        seen.add(at)
        if (found := _page_twice(one, seen, count)) is not None:
            return found
    return None


def _content(page: Any, drawings: Drawings) -> Iterator[str]:  # noqa: ANN401
    """What is drawn in another way than ours, or lies over the page; lines of our writer are within the profile."""
    streams = [(one, bytes(one.data)) for one in _streams(page)]
    drawings.append(things_written(b"\n".join(content for _, content in streams)))
    if drawings[-1] is None and not all(is_tiled(_DRAWING, content) for _, content in streams):
        yield "drawing"
    if not all(is_plain_stream(one) for one, _ in streams):
        yield "drawing"
    widgets = _all(page, "/Annots")
    if any(one["/Subtype"] != "/Widget" or not _is_our_field(one) or _is_drawn(one) for one in widgets):
        yield "annotation"


def _shape(said: dict[str, Any]) -> Iterator[str]:
    """What turns a page, cuts it, makes it another size, or lets it come up otherwise than at once."""
    if len(said.get("/Trans", ())):
        yield "setting"
    if int(said.get("/Rotate", 0)) != 0:
        yield "turned"
    if float(said.get("/UserUnit", 1)) != 1:
        yield "unit"
    box = [float(edge) for edge in said["/MediaBox"]]
    sides = (box[2] - box[0], box[3] - box[1])
    cropped = "/CropBox" in said and [float(edge) for edge in said["/CropBox"]] != box
    known = any(max(abs(a - b) for a, b in zip(sorted(sides), one, strict=True)) <= _EXACT for one in _SIDES)
    if cropped or box[:2] != [0, 0] or not known:
        yield "cut"


def _streams(page: Any) -> Iterator[Any]:  # noqa: ANN401
    held = page["/Contents"] if "/Contents" in page else ()  # noqa: SIM401 - get of pyHanko gives the reference
    yield from (held,) if hasattr(held, "data") else (held[place] for place in range(len(held)))


def _resources(held: Any) -> Iterator[str]:  # noqa: ANN401
    """What a page asks for besides fonts and a faint ink: pictures, layers, patterns, modes of mixing."""
    yield from (_WORDS.get(key, "setting") for key in held if key not in _RESOURCES)
    states = held["/ExtGState"] if "/ExtGState" in held else {}  # noqa: SIM401 - get of pyHanko gives the reference
    if any(not set(states[one]) <= _STATE for one in states):
        yield "setting"


def drawn_in(root: Any) -> DrawnSigns:  # noqa: ANN401
    """Return whether the fonts of a document's pages draw what they say (`forms.glyphs`), each font judged once."""
    fonts = list(_each_font(root).values())
    if not all(map(is_plain_stream, _font_streams(fonts))):
        return DrawnSigns(lie=True)
    return drawn_signs(fonts)


def written_in(  # pyHanko has no types we could name here
    root: Any,  # noqa: ANN401
    drawings: Drawings,
    signs: DrawnSigns,
) -> tuple[WrittenPage | None, ...]:
    """Return what each page's content draws, None for one that is not written by us; `signs`: of its fonts."""
    tables = [None if said is None else signs_of(said) for said in signs.said]
    known = dict(zip(_each_font(root), tables, strict=False))
    pages = zip(drawings, _fonts(root["/Pages"], None), strict=True)
    return tuple(None if things is None else _written(things, fonts, known) for things, fonts in pages)


def _written(things: list[Thing], fonts: Any, known: Mapping[object, str | None]) -> WrittenPage:  # noqa: ANN401
    tables = {str(name)[1:].encode(): known.get(_place_of(fonts, name)) for name in fonts}
    return WrittenPage(things=things, fonts={name: table for name, table in tables.items() if table is not None})


def _each_font(root: Any) -> dict[object, Any]:  # noqa: ANN401
    """The fonts of all pages, each once; of more than are judged, one too many of a page."""
    found: dict[object, Any] = {}
    for held in _fonts(root["/Pages"], None):
        for name in held:
            found.setdefault(_place_of(held, name), held[name])
            if len(found) > MOST_FONTS:
                break
    return found


def _place_of(fonts: Any, name: str) -> object:  # noqa: ANN401
    said = fonts.raw_get(name)
    return getattr(said, "reference", id(said))


def _font_streams(fonts: Iterable[Any]) -> Iterator[Any]:
    """Yield what fonts hold as streams, each read once before within the limits of the file."""
    for font in fonts:
        inside = font["/FontDescriptor"] if "/FontDescriptor" in font else {}  # noqa: SIM401
        for holder, key in ((font, "/ToUnicode"), (inside, "/FontFile2")):
            if key in holder and hasattr(holder[key], "data"):
                held = holder[key]
                held.data  # noqa: B018
                yield held


def _fonts(node: Any, above: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the fonts of each page, its own or those of the branch it hangs on."""
    held = node["/Resources"] if "/Resources" in node else above  # noqa: SIM401
    if "/Kids" in node:
        for one in _all(node, "/Kids"):
            yield from _fonts(one, held)
    else:
        yield held["/Font"] if held is not None and "/Font" in held else {}


def _all(holder: Any, key: str) -> Iterator[Any]:  # noqa: ANN401
    held = holder[key] if key in holder else ()  # noqa: SIM401 - get of pyHanko gives the reference
    yield from (held[place] for place in range(len(held)))


def _is_our_field(field: Any) -> bool:  # noqa: ANN401
    """True for the field of our own signature: any other one may be drawn over the page, signed or not."""
    signed = "/Kids" not in field and "/FT" in field and field["/FT"] == "/Sig" and "/V" in field
    return signed and set(field) <= _OUR_FIELD and "/T" in field and str(field["/T"]) == FIELD


def _is_drawn(field: Any) -> bool:  # noqa: ANN401
    """True for a field with a picture: ours has none, the page itself bears the block of the seal."""
    if "/AP" not in field:
        return False
    held = field["/AP"]
    return list(held) != ["/N"] or not hasattr(held["/N"], "data") or held["/N"].data.split() not in ([], [b"q", b"Q"])
