"""Intake, at the office: guard → verify → read → check → ledger → record.

Every file ends in the reception register with a decision and reasons in words; what is rejected is kept in quarantine.
One reception is one transaction. Nothing here changes a figure.
"""

import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from forms.arrivals.arrival import Arrival, not_processed, open_content
from forms.arrivals.batch import Batch, begin, end, files_of
from forms.arrivals.evidence_intake import Joined, join_bundle, join_file, keep_evidence, presence_of
from forms.arrivals.received import Received, Tally, joined, refused_as, with_evidence
from forms.office.refusals import knows_settings, refusals, unknown_settings
from forms.office.remarks import decision_words, fault_words, late_and_across, what_is_wrong
from forms.opening.evidence import EvidenceFile
from forms.opening.opened import Opened, Reason, coded, reason
from forms.opening.pool import Pool, view_of
from models.basics.canonical import json_text
from models.basics.errors import AppError, MachineError
from models.basics.messages import CHINESE, in_words, say, sentence_in
from models.ledger.ledger import Decision, Paper, decide, faults, owner_of
from models.returns.file_names import clean_name
from models.returns.returns import Return
from models.sheet.explanation import require_line
from models.store.office.records import PaperRow, QuarantineRow, ReceptionRow
from models.versions.held import stored_plan
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

Progress = Callable[[int, int], None]
LEAST_DIGITS = 8


def receive(
    office: OfficeWorkspace,
    paths: Sequence[Path],
    *,
    at: datetime,
    now: datetime,
    channel: str,
    by: str,
    progress: Progress | None = None,
) -> tuple[Received, ...]:
    """Receive files and folders as registered `at`. Returns one answer for each paper or refused file.

    Raises AppError("nothing_to_receive") when no file is there; what is wrong with one file never stops the others.
    """
    return receive_batch(office, paths, at=at, now=now, channel=channel, by=by, progress=progress)[0]


def receive_batch(
    office: OfficeWorkspace,
    paths: Sequence[Path],
    *,
    at: datetime,
    now: datetime,
    channel: str,
    by: str,
    progress: Progress | None = None,
    workers: int = 1,
    executor: Executor | None = None,
) -> tuple[tuple[Received, ...], Tally]:
    """Receive files, folders, zips and mails; also tells what the files were.

    Raises as `receive`, as `Pool`, AppError("line_long").

    Files are opened by as many workers, or by an executor: the answers and what is kept are the same.

    Stopped half way (`progress` raises), what was registered stays; received again, it is not registered twice.
    """
    files = tuple(files_of(paths))
    if not files:
        raise AppError("nothing_to_receive")
    told = progress or (lambda _done, _of: None)
    channel = require_line(channel, "field.channel")
    said, real = at, now
    at, now = begin(office, files, at, now, channel, by)
    pool = Pool(view_of(office.store), workers, executor, files=len(files))
    with closing(Batch(pool)) as batch, office.store.acts.many():
        answers = _Reception(office, at, now, channel, by).take_all(files, batch, told)
    end(office)
    told(2 * len(files), 2 * len(files))
    items = with_evidence(tuple(answers.values()))
    tally = replace(batch.tally, kept=at) if said not in (at, real) else batch.tally
    return tuple(replace(one, evidence=presence_of(office.store, one.digest)) for one in items), tally


def try_again(office: OfficeWorkspace, sha256: str, *, now: datetime, by: str) -> Received:
    """Read a file again that was kept unread; it counts as registered when it came.

    `sha256`: as many of its first digits as tell it from others. Raises AppError("no_such_digest").
    """
    found = [row for row in office.store.receptions() if len(sha256) >= LEAST_DIGITS and row.sha256.startswith(sha256)]
    row = found[-1] if found and found[-1].decision == Decision.UNREAD else None
    content = office.store.quarantined_bytes(row.sha256) if row is not None else None
    if row is None or content is None:
        raise AppError("no_such_digest", 摘要=sha256)
    with closing(Pool(view_of(office.store))) as pool:
        arrival = open_content(Path(row.file), content, pool)
    return _Reception(office, row.registered_at, now, row.channel, by).take(arrival)


class _Reception:
    """One reception: the office's plan, keys and rulings, and what is written for each arrival."""

    def __init__(self, office: OfficeWorkspace, at: datetime, now: datetime, channel: str, by: str) -> None:
        self.office, self.at, self.now, self.channel, self.by = office, at, now, channel, by
        self.store = office.store
        self._others: dict[str, _Reception] = {}  # in the plans of the papers, by id

    @cached_property
    def _before(self) -> dict[str, list[ReceptionRow]]:
        """What this very reception has registered, by SHA-256: looked for once, then kept as it grows."""
        found: dict[str, list[ReceptionRow]] = {}
        for row in self.store.receptions(received_at=self.now):
            found.setdefault(row.sha256, []).append(row)
        return found

    def take_all(self, files: Sequence[Path], batch: Batch, progress: Progress) -> dict[str, Received]:
        """Open every file, then decide on each arrival in the order of the papers; one answer for each paper."""
        for done, path in enumerate(files):
            progress(done, 2 * len(files))
            batch.take(path)
            if done == 0:
                self.office.settings  # noqa: B018 - the plan is read while a worker starts
        answers: dict[str, Received] = {}
        for done, arrival in enumerate(batch.in_order(self.store.acts.settle)):
            progress(len(files) + done * len(files) // len(batch), 2 * len(files))
            answer = self.take(arrival)
            key = arrival.paper or refused_as(arrival, answer)
            answers[key] = answer if key not in answers else joined(answers[key], answer)
        return answers

    def take(self, arrival: Arrival) -> Received:
        """Decide on one arrival and record it in one transaction; what goes wrong with it concerns no other."""
        try:
            return self._taken(arrival)
        except (AppError, MachineError, OSError, MemoryError):
            raise
        except Exception:
            logging.getLogger(__name__).exception("an arrival could not be processed")
            return self._taken(replace(arrival, opened=None, refused=not_processed(), bundle=None, unread=True))

    def _taken(self, arrival: Arrival) -> Received:
        before = self._registered(arrival)
        if before is not None:
            return before
        why = arrival.came(self.channel) or say("record.why.no_channel")
        filed = arrival.opened.filed if arrival.opened is not None else None
        about = arrival.about if self._is_ours(arrival) else arrival.about_file
        with act(self.store, self.by, ActKind.RECEIVE, why=why, about=about):
            found = self._decide(arrival)
            answer = found
            if found.reasons:
                plan = (self._in_plan_of(filed) if filed is not None else self).office.plan
                answer = replace(found, reasons=coded(found.reasons, plan))
            row = self._register(arrival, answer)
        self._before.setdefault(row.sha256, []).append(row)
        return answer

    def _registered(self, arrival: Arrival) -> Received | None:
        """The answer for a file that this very reception, begun before, has registered already; it is not twice there.

        That it is the same one is told by bytes, name, channel, person and time of the reception.
        """
        if arrival.bundle is not None or not arrival.content:
            return None
        told = arrival.name, self.now, arrival.came(self.channel), self.by
        rows = self._before.get(arrival.sha256, ())
        row = next((one for one in rows if (one.file, one.received_at, one.channel, one.by) == told), None)
        if row is None or row.decision == Decision.UNREAD:
            return None
        reasons = tuple(Reason(**one) for one in json.loads(row.reasons))
        return Received(
            file=arrival.path,
            decision=Decision(row.decision),
            reasons=reasons,
            unit=row.unit,
            period=row.period,
            revision=row.revision,
            digest=row.digest,
            seals=json.loads(row.seals),
        )

    def _decide(self, arrival: Arrival) -> Received:
        opened = arrival.opened
        evidence = self._evidence(arrival)
        if evidence is not None:
            return evidence
        if opened is None or opened.filed is None:
            known = arrival.refused or (opened.reasons[0] if opened and opened.reasons else None)
            decision = Decision.UNREAD if arrival.unread else Decision.REJECTED
            return Received(
                file=arrival.path,
                decision=decision,
                reasons=(known,) if known else (),
                seals=opened.seals if opened else {},
            )
        here = self._in_plan_of(opened.filed)
        filed, plan = opened.filed, here.office.plan
        period = plan.kept(filed.period)
        if period != filed.period:
            filed = replace(filed, period=period)
        with in_words(plan.words):
            refused = opened.reasons or refusals(here.office, opened, filed)
            if refused:
                return here._answer(arrival, opened, filed, Decision.REJECTED, refused)
            return here._judge(arrival, opened, filed)

    def _in_plan_of(self, filed: Return) -> "_Reception":
        """The same reception in the plan a return was made under, with its settings and words, where it is here."""
        if filed.plan_id not in self._others:
            here = filed.plan_id in {row.id for row in self.store.plans()}
            office = self.office.in_plan(filed.plan_id) if here else self.office
            self._others[filed.plan_id] = _Reception(office, self.at, self.now, self.channel, self.by)
        return self._others[filed.plan_id]

    def _is_ours(self, arrival: Arrival) -> bool:
        """False for a return of which nothing says that its unit is the one of this code here: another city's code is
        another unit. Its plan says so, or a key that this office enrolled for the unit.
        """
        opened = arrival.opened
        if opened is None or opened.filed is None:
            return True
        filed = opened.filed
        if any(row.digest == filed.plan_digest for row in self.store.plans()):
            return True
        return filed.unit in owner_of(self.office.keys(), opened.fingerprint)

    def _evidence(self, arrival: Arrival) -> Received | None:
        """Files that belong to a return and came apart from it: a zip, or one that a held return lists."""
        if arrival.bundle is not None:
            try:
                joined: Joined | None = join_bundle(self.office, arrival.bundle)
            except AppError as error:
                joined = Joined(decision=Decision.REJECTED, messages=[sentence_in(CHINESE, error)])
        elif arrival.opened is None and arrival.content and not arrival.unread:
            joined = join_file(self.office, EvidenceFile(clean_name(arrival.name), arrival.content))
        else:
            return None
        if joined is None:
            return None
        reasons = tuple(reason("evidence", None, words) for words in joined.messages)
        found = Received(file=arrival.path, decision=joined.decision, reasons=reasons, kind="evidence")
        if len(joined.digests) != 1:
            return found
        row = self.store.papers_of(joined.digests[0])[0]
        return replace(
            found, unit=row.unit, period=row.period, revision=row.revision, digest=row.digest, joins=joined.plain
        )

    def _judge(self, arrival: Arrival, opened: Opened, filed: Return) -> Received:
        plan = stored_plan(self.store, filed.plan_digest)
        known = knows_settings(self.store, filed)
        if not known:
            reasons = unknown_settings(self.office, filed)
        else:  # what was checked when it was opened, with this plan and these settings, is asked again only for words
            reasons = () if opened.sound else what_is_wrong(self.store, filed, plan)
        paper = Paper(
            digest=filed.digest,
            key=opened.fingerprint,
            unit=filed.unit,
            period=filed.period,
            revision=filed.revision,
            ancestors=filed.ancestors,
            registered=arrival.registered(self.at),
            good=not reasons,
            known=known,
        )
        held = self.office.papers(filed.unit, filed.period)
        wrong = faults(paper, self.office.keys(), self.store.lineage())
        if wrong:
            return self._answer(arrival, opened, filed, Decision.REJECTED, fault_words(wrong, plan, filed))
        self.office.put_paper(self._row(paper, opened, filed, reasons))
        decision = self._decision(paper, held)
        shape = "pdf" if opened.document else "xlsx"
        self.store.put_form(paper.digest, paper.key, shape, arrival.sha256, arrival.content)
        keep_evidence(self.store, opened, filed)
        words = (
            *decision_words(self.office, decision, opened, filed, plan, at=self.at, now=self.now),
            *(reasons if decision is Decision.RETURNED or not known else ()),
        )
        more = late_and_across(self.office, filed, plan) if decision is Decision.ACCEPTED else ()
        return self._answer(arrival, opened, filed, decision, (*words, *more))

    def _decision(self, paper: Paper, held: tuple[Paper, ...]) -> Decision:
        """What follows for a paper beside those that were held; one that came with the same key before came twice."""
        if paper.known and all(
            one.digest != paper.digest for one in held
        ):  # as `decide`, and asked again for the words
            return self.office.line_with(held, paper).decisions[paper.digest, paper.key]
        found = decide(paper, held, self.office.keys(), self.office.rulings(), self.store.lineage())
        again = any((one.digest, one.key) == (paper.digest, paper.key) for one in held)
        return Decision.DUPLICATE if again and found is not Decision.HELD else found

    def _row(self, paper: Paper, opened: Opened, filed: Return, reasons: tuple[Reason, ...]) -> PaperRow:
        said = json_text([one.as_dict() for one in coded(reasons, self.office.plan)]) if reasons else "[]"
        return PaperRow.of(
            filed,
            key=paper.key,
            certificate=opened.certificate,
            request=opened.request,
            good=paper.good,
            reasons=said,
            registered=paper.registered,
        )

    def _answer(
        self, arrival: Arrival, opened: Opened, filed: Return, decision: Decision, reasons: Sequence[Reason]
    ) -> Received:
        seals = dict(opened.seals)
        if decision is Decision.HELD:
            seals = {name: "untrusted" if state == "valid" else state for name, state in seals.items()}
        return Received(
            file=arrival.path,
            decision=decision,
            reasons=tuple(reasons),
            unit=filed.unit,
            period=filed.period,
            revision=filed.revision,
            digest=filed.digest,
            seals=seals,
        )

    def _register(self, arrival: Arrival, answer: Received) -> ReceptionRow:
        digest = arrival.sha256
        said = json_text([one.as_dict() for one in answer.reasons])
        kept = answer.decision in (Decision.REJECTED, Decision.UNREAD)
        if kept and arrival.content:
            self.store.put_quarantine(
                QuarantineRow(sha256=digest, file=arrival.name, at=self.now, reasons=said), arrival.content
            )
        key = arrival.opened.fingerprint if arrival.opened and answer.digest else None
        ours = self._is_ours(arrival)
        row = ReceptionRow(
            file=arrival.name,
            sha256=digest,
            received_at=self.now,
            registered_at=arrival.registered(self.at),
            channel=arrival.came(self.channel),
            by=self.by,
            decision=answer.decision.value,
            reasons=said,
            digest=answer.digest,
            key=key,
            seals=json_text(answer.seals),
            unit=answer.unit if ours else None,
            period=answer.period if ours else None,
            revision=answer.revision,
        )
        self.store.put_reception(row)
        return row
