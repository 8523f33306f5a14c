"""Pages: do those of a sealed PDF say what was sealed inside it, can all of it be seen, and what do they say besides?

The last thing that is asked of a return that came as a PDF, once its seals and its book hold: what a person reads is
held against what the program read.
"""

from collections.abc import Iterator, Mapping, Sequence

from forms.document.in_columns import out_of_columns
from forms.document.printed import PageFault, page_faults
from forms.opening.beyond import MOST_TOLD, Beyond
from forms.opening.opened import Reason, reason
from forms.page_reading.read_pages import NO_PAGES, PagesRead, read_pages
from forms.seals.pdf.sealed import SealedDocument
from forms.wording.paper_texts import barcode_of, place_words
from models.basics.messages import CHINESE, say_in
from models.basics.records import dataclass
from models.returns.returns import Return
from models.sheet.sheet import Sheet

_LONGEST_CODE = 40  # signs of another code that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesCompared:
    """What pages say: `state` as `Opened.pages` has it, why they are refused, what is worth telling of them."""

    state: str
    reasons: tuple[Reason, ...]
    hints: tuple[str, ...]


def compared_pages(
    pdf: bytes, sealed: SealedDocument, filed: Return, sheet: Sheet | None, beyond: Beyond | None
) -> PagesCompared:
    """Compare the pages of a PDF with the return inside it; `sheet` and `beyond` None: its plan is not here."""
    read = read_pages(pdf, marks=_marks(), written=sealed.written) or NO_PAGES
    told = [_page_reason(one, sheet) for one in page_faults(read.texts, filed, sheet)[:MOST_TOLD]]
    told += [odd_reason(page, word) for page, word in list(read.odd.items())[:MOST_TOLD]]
    told += [code_reason(one, said, filed) for one, said in list(_other_codes(read, filed).items())[:MOST_TOLD]]
    if told:
        return PagesCompared(state="other", reasons=tuple(told), hints=())
    said = beyond.of_document(read.texts, sealed.about) if beyond is not None else ()
    unsure = sheet is None or sealed.unknown_fonts
    hints = (*said, *_about_places(_places(read, filed, sheet)))
    return PagesCompared(state="not_compared" if unsure else "equal", reasons=(), hints=hints)


def _marks() -> frozenset[str]:
    """What goes faintly across the pages of a paper that is none in earnest."""
    return frozenset((say_in(CHINESE, "papers.test"),))


def odd_reason(page: int, word: str) -> Reason:
    """A page, or with 0 the whole document, that was sealed with something no return has."""
    where = say_in(CHINESE, "errors.pages_odd.page", 页=page) if page else ""
    what = say_in(CHINESE, f"errors.pages_odd.{word}")
    return reason("seal", None, say_in(CHINESE, "errors.pages_odd.sentence", 何处=where, 何事=what))


def _places(read: PagesRead, filed: Return, sheet: Sheet | None) -> dict[int, list[str]]:
    """The figures of each page that a person may read otherwise, or in another row or column, than they were sealed."""
    found = {page: list(figures) for page, figures in read.placed.items()}
    for page, shown in out_of_columns(read.rows, filed, sheet) if sheet is not None else ():
        if shown not in found.setdefault(page, []):
            found[page].append(shown)
    return found


def _about_places(placed: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """Figures of pages that a person may read otherwise than the program did."""
    for page, figures in placed.items():
        yield say_in(CHINESE, "errors.page_places", 页=page, 数="、".join(figures[:MOST_TOLD]))


def _other_codes(read: PagesRead, filed: Return) -> dict[int, str]:
    """What scanners read from a page's bars where it is not this return; a page may have none."""
    return {page: said for page, said in read.codes.items() if said.casefold() != barcode_of(filed.digest).casefold()}


def code_reason(page: int, said: str, filed: Return) -> Reason:
    """A page whose bars say something else than its return, or ("") nothing that can be read."""
    shown = "".join(sign if sign.isalnum() else "·" for sign in said)[:_LONGEST_CODE]
    key = "page_code" if said else "page_code_unread"
    return reason("seal", None, say_in(CHINESE, f"errors.{key}", 页=page, 读=shown, 应=barcode_of(filed.digest)))


def _page_reason(fault: PageFault, sheet: Sheet | None) -> Reason:
    if not fault.address:
        return reason("seal", None, say_in(CHINESE, "errors.page_of_another", 页=fault.page))
    place = place_words(sheet.plan, fault.address) if sheet is not None else fault.address
    return reason("seal", fault.address, say_in(CHINESE, "errors.page_differs", 位置=place, 应为=fault.sealed))
