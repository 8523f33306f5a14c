"""The office's commands for papers that come and go: receive, receipts, what a dispute keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, REFUSED, progress
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Passphrase, Person, Started

if TYPE_CHECKING:
    from forms.office.sending_back import SentBack
    from models.workspace.office_workspace import OfficeWorkspace


@command("office receive", opens=True)
def receive(
    office: OfficeWorkspace,
    at: Moment,
    started: Started,
    by: Person,
    paths: tuple[Path, ...],
    *,
    channel: str = "",
    workers: int = 1,
) -> Answer:
    """Receive files and folders."""
    from forms.arrivals.batch import stopped_words
    from forms.arrivals.received import tally_words
    from forms.office import intake
    from ui.cli.answers.office import reception_answer, reception_lines

    told = progress(say("cli.receiving"))
    try:
        items, tally = intake.receive_batch(
            office, paths, at=at, now=started, channel=channel, by=by, progress=told, workers=workers
        )
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(stopped_words(office)) from stop
    code = REFUSED if any(item.decision.value in ("rejected", "unread") for item in items) else DONE
    counts = asdict(tally)
    kept = counts.pop("kept")
    found = {"items": [reception_answer(item) for item in items], "counts": counts}
    if kept is not None:
        found["kept"] = kept.isoformat()
    return Answer(found, [*reception_lines(items), tally_words(tally, items)], code)


@command("office return", one_of=("items", "neither"))
def send_back(
    office: OfficeWorkspace,
    secret: Passphrase,
    at: Moment,
    by: Person,
    unit: str,
    period: str,
    *,
    items: Path | None = None,
    neither: str | None = None,
    until: datetime,
    out: Path,
) -> Answer:
    """退回 by hand: the paper that counts goes back with words to its cells, until a time; or all of a dispute."""
    from forms.office import sending_back
    from models.basics.errors import AppError

    if neither is not None:
        all_back = sending_back.send_back_all(
            office, unit, period, neither, until=until, passphrase=secret, out=out, at=at, by=by
        )
        return _sent_back(all_back, {"period": period})
    if items is None:
        raise AppError("return_how")
    said = sending_back.read_items(items)
    done = sending_back.send_back(office, unit, period, said, until=until, passphrase=secret, out=out, at=at, by=by)
    more = {"period": done.period, "revision": done.revision, "digest": done.digest, "reissued": done.reissued}
    return _sent_back([done], more)


def _sent_back(papers: Sequence[SentBack], more: Mapping[str, object]) -> Answer:
    """Tell the 退回单 that were written for the papers of one unit."""
    files = [str(path) for one in papers for path in one.files]
    numbers = "、".join(one.number for one in papers)
    found = {"files": files, "number": numbers, "units": [papers[0].unit], **more}
    return Answer(found, [say("cli.sent_back", 编号=numbers), *files])


@command("office again")
def again(office: OfficeWorkspace, at: Moment, by: Person, digest: str) -> Answer:
    """Read a file again that was kept unread."""
    from forms.office.intake import try_again
    from ui.cli.answers.office import reception_answer, reception_lines

    item = try_again(office, digest, now=at, by=by)
    code = REFUSED if item.decision.value in ("rejected", "unread") else DONE
    return Answer({"items": [reception_answer(item)]}, reception_lines([item]), code)


@command("office rule", once=True)
def rule(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    unit: str,
    period: str,
    *,
    keep: str,
    over: tuple[str, ...] = (),
    reason: str,
    checked_by: str | None = None,
) -> Answer:
    """认定: settle which paper of a dispute stands."""
    from forms.office.office import make_ruling

    state = make_ruling(office, unit, period, keep=keep, over=over, reason=reason, by=by, checked_by=checked_by, at=at)
    found = {"in_force": state.in_force, "disputed": state.disputed}
    return Answer(found, [ruled_words(office.at(period), unit, period, state.in_force)])


def ruled_words(office: OfficeWorkspace, unit: str, period: str, in_force: str | None) -> str:
    """Return which paper of a unit counts after a ruling: its revision and its code, as they stand on the paper."""
    from forms.wording.paper_texts import check_code, revision_name

    facts = {"单位": office.plan.unit_in(office.require_unit(unit).id, period), "期": office.plan.periods[period].name}
    papers = office.store.papers_of(in_force) if in_force else ()
    if not papers:
        return say("cli.ruled_none", **facts)
    return say("cli.ruled", **facts, 版次=revision_name(papers[0].revision), 校验码=check_code(papers[0].digest))


@command("office receipt")
def receipt(
    office: OfficeWorkspace,
    secret: Passphrase,
    at: Moment,
    by: Person,
    *,
    unit: str | None = None,
    period: str | None = None,
    approved: bool = False,
    out: Path,
) -> Answer:
    """Write the receipts that are due, or one unit's; with --approved the 审核结果 of what is in force."""
    from forms.papers.receipt import write_receipts

    units = [office.require_unit(unit).id] if unit else ()
    done = write_receipts(office, out, secret, units=units, period=period, approved=approved, at=at, by=by)
    paths = [str(path) for path in done.files]
    mailing = str(done.mailing) if done.mailing else None
    lines = [*paths, say("cli.mailing", 文件=mailing)] if mailing else [say("cli.no_receipts")]
    if done.reissued:
        lines = [say("record.reissued"), *paths]
    return Answer({"files": paths, "mailing": mailing, "reissued": done.reissued}, lines)


@command("office contact")
def contact(office: OfficeWorkspace, by: Person, text: str | None = None, *, at: datetime | None = None) -> Answer:
    """Tell whom units are told to ask, or change it."""
    from forms.office.office import keep_contact
    from models.workspace.office_workspace import CONTACT

    before = office.store.get_text(CONTACT)
    if text is not None:
        keep_contact(office, text, by, at)
    found = office.store.get_text(CONTACT)
    repeated = text is not None and found == before
    told = [say("cli.repeated")] if repeated else []
    return Answer({"contact": found, "repeated": repeated}, [*told, say("cli.contact", 方式=found or "—")])
