"""The office's desk over the shipped plan under other names: pages and papers say the same, once the names are back.

One office for the plan as it is and one for each seed: an office that knows the keys of three units and has their
returns of a quarter. What is compared are the texts of its pages, the cells of its books, the paragraphs of its notice,
and of its PDFs which names and which Chinese signs stand on them, because lines of other names break elsewhere.
"""

import atexit
import io
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from PySide6.QtCore import QCoreApplication, QEvent

from forms.office.issuing import issue
from forms.papers.enrolment import make_office_keys
from forms.papers.receipt import write_receipts
from models.basics.canonical import json_text
from models.basics.messages import use_words
from models.basics.period import PLAN_ZONE
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.returns.frozen import freeze
from models.settings.json import settings_json
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow, PaperRow
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.town import SECRET
from tests.golden.made_up_city import sheets
from tests.models.plan.renamed import Renamed, renamed
from tests.models.plan.test_any_plan import own_names, settings, typed, under
from tests.pdf_text import pdf_signs
from tests.seeds import seeds
from tests.ui.window.cities.test_other_city import shown
from tests.ui.window.cities.test_renamed_plan import LIST, lines
from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow

UNITS, PERIOD = ("M01", "M02", "610902", "610929"), "2020Q3"
PAGES = ("today", "roster", "review", "differences", "summary", "rulings", "notices", "settings", "plan", "unit")
AT = datetime(2020, 10, 16, 9, tzinfo=PLAN_ZONE)
BY, OFFICE = "测试甲", "测试汇总办公室"


def of_book(content: bytes, back: Callable[[str], str]) -> object:
    """The cells of each sheet, in no order where they list."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None)
    return Counter(LIST.sub(lambda found: "、".join(sorted(found[0].split("、"))), back(one)) for one in cells)


def of_document(content: bytes, back: Callable[[str], str]) -> object:
    """The paragraphs of a .docx."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    texts = ("".join(one.itertext()) for one in tree.iter(f"{{{tree.nsmap['w']}}}p"))
    return Counter(LIST.sub(lambda found: "、".join(sorted(found[0].split("、"))), back(one)) for one in texts)


def of_pages(content: bytes, back: Callable[[str], str]) -> object:
    """Which names of the plan and which Chinese signs stand on the pages of a PDF."""
    text = back(pdf_signs(content, "-raw"))
    return [name for name in own_names() if name in text], set(re.findall(r"[\u4e00-\u9fff]", text))


TEXTS = {".xlsx": of_book, ".docx": of_document, ".pdf": of_pages}


@cache
def kept_keys() -> Path:
    """A folder with the keys of an office; the same for each city, because making them is what costs most."""
    folder = Path(tempfile.mkdtemp(prefix="tanbao-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_office_keys(folder, OFFICE, SECRET)
    return folder


def founded(folder: Path, files: Mapping[str, bytes], names: Renamed | None) -> None:
    """An office with the plan, its settings, and the returns of some units in force."""
    plan = load_plan_bytes(files)
    shutil.copytree(kept_keys(), folder / "office")
    store = OfficeStore.create(folder / "office")
    with act(store, BY, ActKind.FOUND, about={"plan": plan.digest}):
        store.put_plan(plan.digest, plan.id, plan.version, files)
        store.put_value("office_name", OFFICE)
    with OfficeWorkspace(folder / "office", store) as office:
        plan, said = office.plan, settings(office.plan, names)
        office.store.put_settings(said.version, settings_json(said), AT, BY)
        there = names.there if names else str
        wanted = {(there(unit), there(PERIOD)) for unit in UNITS}
        mine = under(names) if names else typed()
        drawn = sheets(plan, said, {place: made for place, made in mine.items() if place in wanted})
        for number, unit in enumerate(map(there, UNITS)):
            put_return(office.store, drawn[unit, there(PERIOD)], f"{number:064x}", AT + timedelta(minutes=number))


def put_return(store: OfficeStore, sheet: Sheet, mark: str, at: datetime) -> None:
    """Put a return in force, sealed by a key that goes by this fingerprint and that the office knows."""
    explained = {one.key: Explanation("测试数据，与实际情况无关") for one in run_checks(sheet)}
    filed = freeze(replace(sheet, explanations=explained), test=True)
    known = KeyRow(
        unit=sheet.unit_id, fingerprint=mark, certificate=b"", since=None, until=None, enrolled_at=AT, compared=True,
        by=BY,
    )  # fmt: skip
    row = PaperRow(
        digest=filed.digest, key=mark, unit=sheet.unit_id, period=sheet.period_id, revision=1, ancestors=(),
        content=filed.content, certificate=b"", plan=sheet.plan.digest, settings=sheet.settings.version, good=True,
        reasons=json_text([]), request=None, registered=at,
    )  # fmt: skip
    with act(store, BY, ActKind.RECEIVE):
        store.put_key(known)
        store.put_paper(row)


def on_desk(folder: Path, names: Renamed | None) -> dict[str, str]:
    """Page → what stands on it."""
    there = names.there if names else str
    window = MainWindow(folder / "office", WindowMemory(folder / "memory.ini"))
    window.show()
    desk = window.office
    assert desk is not None
    desk.session.set_period(there(PERIOD))
    found = {}
    for page in PAGES:
        desk.go(page, there(UNITS[0]) if page == "unit" else "")
        assert desk.current.key == page
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what stood there before
        found[page] = shown(desk.current, 1000)
    window.close()
    window.lane.close()
    return found


def on_papers(folder: Path, names: Renamed | None, back: Callable[[str], str]) -> dict[str, object]:
    """What the papers of the period say: 汇总表, 通报, 专报 and the receipts."""
    there = names.there if names else str
    with OfficeWorkspace.open(folder / "office") as office:
        use_words(office.plan.words)
        made = issue(office, there(PERIOD), folder / "out", at=AT, by=BY).files
        more = write_receipts(office, folder / "out", SECRET, period=None, at=AT, by=BY)
    found: dict[str, object] = {}
    for number, path in enumerate((*made, *more.files, *([more.mailing] if more.mailing else []))):
        found[f"{number}{path.suffix}"] = TEXTS[path.suffix](path.read_bytes(), back)
    return found


def told(folder: Path, files: Mapping[str, bytes], names: Renamed | None) -> dict[str, object]:
    """Everything that office says."""
    founded(folder, files, names)
    with OfficeStore.open(folder / "office") as store:
        starts = {row.digest[:8] for row in store.papers()}
        papers = (f"{one[:6]}(?:{one[6:]})?|{one[:4].upper()} {one[4:].upper()}" for one in starts)
        codes = re.compile("|".join((*papers, r"(?<=记录码 )\d+(?: [0-9A-F]{4}){4}")))

    def back(text: str) -> str:  # the codes of a return and of the record hang on the ids in them
        return codes.sub("########", names.back(text) if names else text)

    pages = {page: without_turns(lines(back(text))) for page, text in on_desk(folder, names).items()}
    return {**pages, **on_papers(folder, names, back)}


def without_turns(found: set[str]) -> set[str]:
    """Without the heads of findings of one check that stand one below the other, which hangs on their order."""
    return {line for line in found if not line.startswith("同一审核关系")}


@pytest.fixture(scope="module")
def as_shipped(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return told(tmp_path_factory.mktemp("shipped"), plan_files(SHIPPED), None)


@pytest.mark.parametrize("seed", seeds(1))
def test_the_office_says_the_same_under_other_names(tmp_path: Path, as_shipped: dict[str, object], seed: int) -> None:
    names = renamed(seed + 1)
    found = told(tmp_path, names.files, names)
    assert found.keys() == as_shipped.keys()
    for place, said in found.items():
        assert said == as_shipped[place], place
