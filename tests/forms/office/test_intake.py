"""What the office decides about an opened return: whose it is, which plan and settings, its own checks, its line."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forms.arrivals.arrival import Arrival
from forms.arrivals.received import Received
from forms.office.intake import _Reception, receive, try_again
from forms.opening.opened import Opened, Reason
from forms.papers.answers import due_answers
from forms.papers.receipt import issued_row
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.office.desk_lists import refused_units
from models.plan.load import load_plan_bytes
from models.plan.plan import Plan
from models.returns.frozen import freeze
from models.returns.returns import Evidence, Return, parse_return
from models.settings.json import settings_json
from models.settings.settings import Settings
from models.sheet.cells import read_cell
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow
from models.workspace.office_workspace import OfficeWorkspace
from tests.models.settings.sample import TEXT

UNIT, OTHER, PERIOD = "610924", "610929", "2020Q3"
AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
NOW = AT + timedelta(hours=2)
KEY, OTHER_KEY, STRANGE_KEY = (sign * 64 for sign in "a1f")  # fingerprints
MORE = """
[[assignment]]
units = ["@county"]
table = "A1"
items = ["Q06.8", "Q03.8"]
clause = "一"
[[check]]
id = "CK-A01"
level = "error"
must = "Q06.8 < 100"
item = "Q06.8"
message = "太大。"
clause = "一"
[[check]]
id = "CK-B01"
level = "warning"
must = "Q03.8 < 50"
item = "Q03.8"
message = "偏大。"
clause = "一"
"""


def plan_of(version: str = "1.0.0", id: str = "AK") -> tuple[dict[str, bytes], Plan]:
    text = (TEXT + MORE).replace('version = "1.0.0"', f'version = "{version}"').replace('id = "AK"', f'id = "{id}"')
    files = {"plan.toml": text.encode()}
    return files, load_plan_bytes(files)


FILES, PLAN = plan_of()


def filed(
    forest: str = "12.5",
    coal: str = "3",
    *,
    plan: Plan = PLAN,
    settings: int = 0,
    unit: str = UNIT,
    ancestors: tuple[str, ...] = (),
    explained: bool = False,
    evidence: tuple[Evidence, ...] = (),
) -> Return:
    cells = {"Q06.8": read_cell(plan.items["Q06.8"], forest), "Q03.8": read_cell(plan.items["Q03.8"], coal)}
    sheet = Sheet(plan=plan, unit_id=unit, period_id=PERIOD, settings=Settings(version=settings), cells=cells)
    if explained:
        from models.checks.findings import unexplained
        from models.checks.run import run_checks

        asked = {one.key: Explanation("核实无误，全年集中用煤。") for one in unexplained(run_checks(sheet), {})}
        sheet = replace(sheet, explanations=asked)
    return freeze(sheet, ancestors=ancestors, reason="更正" if ancestors else "", evidence=evidence)


def opened(one: Return, *, key: str = KEY, unit: str | None = None, reasons: tuple[Reason, ...] = ()) -> Opened:
    return Opened(
        filed=parse_return(one.content),
        seals={"data": "valid"},
        fingerprint=key,
        named_unit=one.unit if unit is None else unit,
        reasons=reasons,
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeWorkspace]:
    with OfficeStore.create(tmp_path) as store:
        store.put_plan(PLAN.digest, PLAN.id, PLAN.version, FILES)
        for unit, key in ((UNIT, KEY), (OTHER, OTHER_KEY)):
            store.put_key(key_row(unit, key))
        yield OfficeWorkspace(tmp_path, store)


def key_row(unit: str, key: str) -> KeyRow:
    return KeyRow(
        unit=unit, fingerprint=key, certificate=b"der", since=None, until=None, enrolled_at=AT, compared=True, by="王某"
    )


class _Forms(list[Arrival]):
    """Arrivals in the order of a batch."""

    def in_order(self, idle: Callable[[], None]) -> Iterator[Arrival]:
        return iter(self)


def take(office: OfficeWorkspace, one: Opened | None, content: bytes = b"%PDF", **more: object) -> Received:
    arrival = Arrival(path=Path("return.pdf"), content=content, opened=one, **more)  # type: ignore[arg-type]
    return _Reception(office, AT, NOW, "邮件", "王某").take(arrival)


def checks(answer: Received) -> list[str]:
    return [one.check for one in answer.reasons]


def test_a_good_return_is_accepted_and_kept_with_its_file(office: OfficeWorkspace) -> None:
    answer = take(office, opened(filed()))
    assert (answer.decision, answer.reasons) == (Decision.ACCEPTED, ())
    (row,) = office.store.papers_of(str(answer.digest))
    assert (row.good, row.reasons, row.registered, row.plan) == (True, "[]", AT, PLAN.digest)
    (form,) = office.store.forms(row.digest)
    assert form.kind == "xlsx" and office.store.form_bytes(form.sha256) == b"%PDF"
    (line,) = office.store.receptions()
    assert (line.decision, line.digest, line.key, line.unit, line.revision) == ("accepted", row.digest, KEY, UNIT, 1)
    assert office.store.quarantine() == ()


def test_the_kind_of_a_form_is_that_of_the_file(office: OfficeWorkspace) -> None:
    answer = take(office, replace(opened(filed()), document=True))
    assert [form.kind for form in office.store.forms(str(answer.digest))] == ["pdf"]


def test_its_own_error_returns_it_with_the_place(office: OfficeWorkspace) -> None:
    answer = take(office, opened(filed("100")))
    assert answer.decision is Decision.RETURNED
    assert [(one.check, one.item) for one in answer.reasons] == [("CK-A01", "Q06.8")]
    assert not office.store.papers_of(str(answer.digest))[0].good


@pytest.mark.parametrize("explained, decision", [(False, Decision.RETURNED), (True, Decision.ACCEPTED)])
def test_a_warning_returns_it_unless_it_is_explained(
    office: OfficeWorkspace, explained: bool, decision: Decision
) -> None:
    assert take(office, opened(filed(coal="51", explained=explained))).decision is decision


def test_a_certificate_of_another_unit_is_refused_and_kept_apart(office: OfficeWorkspace) -> None:
    answer = take(office, opened(filed(), key=OTHER_KEY, unit=OTHER))
    assert (answer.decision, checks(answer)) == (Decision.REJECTED, ["key"])
    assert office.store.papers() == ()
    assert [row.file for row in office.store.quarantine()] == ["return.pdf"]
    unknown = take(office, opened(filed(), key=STRANGE_KEY, unit=OTHER), b"2")
    assert (unknown.decision, checks(unknown)) == (Decision.REJECTED, ["key"]), "whether or not the key is enrolled"


@pytest.mark.parametrize("change", [{"unit": "999999"}, {"period": "2020Q9"}])
def test_a_unit_or_period_that_its_plan_does_not_know_is_refused_by_name(
    office: OfficeWorkspace, change: dict[str, str]
) -> None:
    one = replace(filed(), **change)
    answer = take(office, replace(opened(filed(), unit=one.unit), filed=one))
    assert (answer.decision, checks(answer)) == (Decision.REJECTED, ["plan_version"])
    (name,) = change.values()
    assert name in answer.reasons[0].message and office.store.papers() == ()


def test_a_key_nobody_enrolled_holds_it_and_its_seals_are_not_trusted(office: OfficeWorkspace) -> None:
    answer = take(office, opened(filed(), key=STRANGE_KEY))
    assert (answer.decision, checks(answer)) == (Decision.HELD, ["key"])
    assert answer.seals == {"data": "untrusted"}
    assert office.line(UNIT, PERIOD).in_force is None


def test_a_broken_seal_refuses_it_whatever_else_it_says(office: OfficeWorkspace) -> None:
    said = Reason(check="seal", item=None, message="签名不符。")
    answer = take(office, opened(filed(), reasons=(said,)))
    assert (answer.decision, answer.reasons) == (Decision.REJECTED, (said,))
    assert office.store.papers() == ()


def test_both_forms_of_a_refused_paper_have_one_answer_and_another_reason_has_its_own(office: OfficeWorkspace) -> None:
    one, said = opened(filed()), [Reason(check="seal", item=None, message=words) for words in ("甲", "乙", "丙")]
    take(office, replace(one, reasons=(said[0],), document=True))
    take(office, replace(one, reasons=(said[0], said[1])), b"PK")
    take(office, replace(opened(filed("13")), reasons=(said[0],)), b"another revision")
    first, other = due_answers(office, None, None)
    assert ([reason["message"] for reason in first.reasons], len(other.reasons)) == (["甲", "乙"], 1)
    assert refused_units(office, PERIOD) == {UNIT: False}
    office.store.put_issued(issued_row(first, "退回单.pdf", b"%PDF", at=NOW, by="王某"))
    office.store.put_issued(issued_row(other, "退回单2.pdf", b"%PDF", at=NOW, by="王某"))
    assert (list(due_answers(office, None, None)), refused_units(office, PERIOD)) == ([], {UNIT: True})
    take(office, replace(one, reasons=(said[1],)), b"PK once more")
    assert list(due_answers(office, UNIT, PERIOD)) == []
    take(office, replace(one, reasons=(said[1], said[2])), b"PK changed otherwise")
    take(office, replace(one, reasons=(said[1],)), b"PK once more")
    (more,) = due_answers(office, UNIT, PERIOD)
    assert [reason["message"] for reason in more.reasons] == ["丙"]


def test_the_refused_forms_of_a_paper_are_one_line_of_a_reception(office: OfficeWorkspace) -> None:
    said = [Reason(check="seal", item=None, message=words) for words in ("甲", "乙")]
    forms = [
        Arrival(path=Path(name), content=name.encode(), opened=replace(opened(filed()), reasons=(why,)))
        for name, why in zip(("a.pdf", "a.xlsx"), said, strict=True)
    ]
    reception = _Reception(office, AT, NOW, "邮件", "王某")
    answers = reception.take_all((), _Forms(forms), lambda *_: None)  # type: ignore[arg-type]
    (answer,) = answers.values()
    assert (answer.reasons, answer.also) == (tuple(said), (Path("a.xlsx"),))


def test_a_plan_that_is_not_here_or_of_another_major_version_is_refused(office: OfficeWorkspace) -> None:
    _, unknown = plan_of("1.0.1")
    assert checks(take(office, opened(filed(plan=unknown)))) == ["plan_version"]
    files, newer = plan_of("2.0.0")
    office.store.put_plan(newer.digest, newer.id, newer.version, files)
    assert checks(take(office, opened(filed()), b"2")) == ["plan_version"]
    assert take(office, opened(filed(plan=newer)), b"3").decision is Decision.ACCEPTED


def test_a_minor_version_counts_as_the_plan(office: OfficeWorkspace) -> None:
    files, newer = plan_of("1.2.0")
    office.store.put_plan(newer.digest, newer.id, newer.version, files)
    assert take(office, opened(filed())).decision is Decision.ACCEPTED


@pytest.mark.parametrize("kept, decision", [(False, Decision.HELD), (True, Decision.ACCEPTED)])
def test_settings_that_are_not_here_hold_it(office: OfficeWorkspace, kept: bool, decision: Decision) -> None:
    if kept:
        office.store.put_settings(3, settings_json(Settings(version=3, plan="AK")), AT, "王某")
    answer = take(office, opened(filed(settings=3)))
    assert answer.decision is decision
    assert checks(answer) == ([] if kept else ["plan_version"])


def test_settings_of_another_plan_are_not_its_settings(office: OfficeWorkspace) -> None:
    files, other = plan_of(id="BK")
    office.store.put_plan(other.digest, other.id, other.version, files, current=False)
    office.store.put_settings(3, settings_json(Settings(version=3, plan="BK")), AT, "王某")
    assert take(office, opened(filed(settings=3))).decision is Decision.HELD


def test_a_return_made_under_another_plan_that_is_here_is_judged_by_its_settings(office: OfficeWorkspace) -> None:
    files, other = plan_of("2.0.0", id="BK")  # a version that would be too new for the plan of the office
    office.store.put_plan(other.digest, other.id, other.version, files, current=False)
    office.store.put_settings(3, settings_json(Settings(version=3, plan="BK")), AT, "王某")
    answer = take(office, opened(filed(plan=other, settings=3)))
    assert answer.decision is Decision.ACCEPTED
    assert office.store.papers_of(str(answer.digest))[0].plan == other.digest


def test_a_reception_tells_two_steps_for_each_file_and_ends_with_the_last(
    office: OfficeWorkspace, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(name.encode())
    told: list[tuple[int, int]] = []
    receive(
        office,
        [tmp_path / "a.txt", tmp_path / "b.txt"],
        at=AT,
        now=NOW,
        channel="邮件",
        by="王某",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told[-1] == (4, 4) and told == sorted(told) and {of for _, of in told} == {4}


def test_the_same_again_is_a_duplicate_and_another_first_return_a_fork(office: OfficeWorkspace) -> None:
    first = filed()
    take(office, opened(first))
    assert (again := take(office, opened(first), b"%PDF 2")).decision is Decision.DUPLICATE
    assert checks(again) == ["duplicate"]
    fork = take(office, opened(filed("13")), b"%PDF 3")
    assert (fork.decision, checks(fork)) == (Decision.FORK, ["fork"])
    assert "1" in fork.reasons[0].message


def test_a_held_paper_that_comes_again_is_still_held(office: OfficeWorkspace) -> None:
    one = opened(filed(), key=STRANGE_KEY)
    assert [take(office, one, content).decision for content in (b"1", b"2")] == [Decision.HELD] * 2


def test_a_correction_counts_and_its_older_revision_comes_too_late(office: OfficeWorkspace) -> None:
    first = filed()
    second = filed("13", ancestors=(first.digest,))
    answer = take(office, opened(second), b"2")
    assert (answer.decision, checks(answer), answer.revision) == (Decision.ACCEPTED, ["broken_line"], 2)
    older = take(office, opened(first), b"1")
    assert (older.decision, checks(older)) == (Decision.SUPERSEDED, ["fork"])
    assert office.line(UNIT, PERIOD).in_force == second.digest


def test_a_resaved_form_and_hints_are_told_beside_the_decision(office: OfficeWorkspace) -> None:
    one = replace(opened(filed()), seals={"data": "valid", "package": "resaved"}, hints=("另存过。",))
    answer = take(office, one)
    assert (answer.decision, checks(answer)) == (Decision.ACCEPTED, ["resaved", "resaved"])


def test_the_same_reception_begun_again_registers_nothing_twice(office: OfficeWorkspace) -> None:
    one = opened(filed())
    first = take(office, one)
    assert replace(take(office, one), also=first.also) == first
    assert len(office.store.receptions()) == 1
    later = _Reception(office, AT, NOW + timedelta(minutes=1), "邮件", "王某")
    later.take(Arrival(path=Path("return.pdf"), content=b"%PDF", opened=one))
    assert [row.decision for row in office.store.receptions()] == ["accepted", "duplicate"]


def test_what_was_not_read_to_its_end_is_kept_and_asked_for_by_enough_of_its_digest(office: OfficeWorkspace) -> None:
    said = Reason(check="file_unread", item=None, message="没有读完。")
    answer = take(office, None, b"half", refused=said, unread=True)
    assert (answer.decision, answer.reasons) == (Decision.UNREAD, (said,))
    (row,) = office.store.quarantine()
    for short in (row.sha256[:7], "0" * 64):
        with pytest.raises(AppError) as refused:
            try_again(office, short, now=NOW, by="王某")
        assert refused.value.code == "no_such_digest"
    assert try_again(office, row.sha256[:8], now=NOW, by="王某").decision is Decision.REJECTED
    with pytest.raises(AppError):  # it is no longer unread
        try_again(office, row.sha256, now=NOW, by="王某")


def test_of_an_unread_file_that_brought_nothing_there_is_nothing_to_read_again(office: OfficeWorkspace) -> None:
    answer = take(office, None, b"", refused=Reason(check="file_unread", item=None, message="没有读完。"), unread=True)
    assert answer.decision is Decision.UNREAD and office.store.quarantine() == ()
    with pytest.raises(AppError) as refused:
        try_again(office, office.store.receptions()[-1].sha256, now=NOW, by="王某")
    assert refused.value.code == "no_such_digest"


def test_a_file_no_return_lists_is_refused_with_its_reason_and_its_bytes_are_kept(office: OfficeWorkspace) -> None:
    said = Reason(check="file", item=None, message="不是报送文件。")
    answer = take(office, None, b"anything", refused=said)
    assert (answer.decision, answer.reasons, answer.digest) == (Decision.REJECTED, (said,), None)
    (row,) = office.store.quarantine()
    assert office.store.quarantined_bytes(row.sha256) == b"anything"
    assert office.store.receptions()[0].key is None


def test_of_what_holds_no_return_no_key_is_kept_whoever_sealed_it(office: OfficeWorkspace) -> None:
    """A key beside a file tells whose return it is; here there is none."""
    said = Reason(check="file", item=None, message="不是报表。")
    answer = take(office, replace(opened(filed(), reasons=(said,)), filed=None))
    assert (answer.decision, answer.reasons, answer.digest) == (Decision.REJECTED, (said,), None)
    (row,) = office.store.receptions()
    assert (row.key, row.unit) == (None, None)


def test_a_file_that_a_held_return_lists_is_told_as_part_of_it(office: OfficeWorkspace) -> None:
    content = b"%PDF-1.7 a certificate of acceptance"
    listed = Evidence("return.pdf", len(content), hashlib.sha256(content).hexdigest())
    one = filed(evidence=(listed,))
    take(office, opened(one))
    told = take(office, None, content)
    assert (told.kind, told.decision, told.unit, told.period) == ("evidence", Decision.ACCEPTED, UNIT, PERIOD)
    assert (told.revision, told.digest) == (1, one.digest)


def test_a_text_that_is_no_figure_where_one_belongs_is_refused(office: OfficeWorkspace) -> None:
    one = filed()
    entry = replace(one.cells["Q06.8"], value="1E+60")
    answer = take(office, replace(opened(one), filed=replace(one, cells={**one.cells, "Q06.8": entry})))
    assert (answer.decision, checks(answer)) == (Decision.REJECTED, ["seal"])


def test_the_keys_of_a_city_are_read_once_for_all_papers_of_a_reception(office: OfficeWorkspace) -> None:
    said: list[str] = []
    office.store._connections.db.set_trace_callback(said.append)
    reception = _Reception(office, AT, NOW, "邮件", "王某")
    for number in range(3):
        reception.take(Arrival(path=Path("a.pdf"), content=b"%d" % number, opened=opened(filed(str(number)))))
    assert sum(" FROM keys ORDER BY " in one for one in said) == 1
