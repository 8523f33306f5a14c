"""Stamped acts: paper with a stamp or with signatures came — of a return, of one without the program, of a decision.

What is typed of it (a day, how many copies, where they are kept) and its scan are asked alike.
"""

from datetime import date, datetime
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, parse_time
from models.basics.reading import EntryError, read_date
from models.office.signing import DecisionSheet, note_signed
from ui.basics.jobs import Progress
from ui.office.acts.base import DeskActs
from ui.office.asking import AskedField
from ui.office.doing import Said

FILLED_FORMS = "Excel, WPS (*.xlsx *.xls *.et)"
SCANS = "PDF, JPG, PNG (*.pdf *.jpg *.jpeg *.png)"


class StampedActs(DeskActs):
    """What can be noted of paper that was stamped or signed."""

    def stamp(self, unit: str) -> None:
        """盖章件: note that the stamped paper of a return of the unit came; the 校验码 printed on it tells which."""

        def work(said: Said, _: Progress) -> str:
            from models.office.stamping import note_stamped

            digest, copies = self._printed(unit, said["digest"]), _copies(said["copies"])
            name, content = _scan(said["scan"])
            done = note_stamped(
                self.session.workspace,
                digest,
                came_on=_day(said["day"]),
                scan=content,
                name=name,
                copies=copies,
                shelf=said["shelf"],
                at=datetime.now(PLAN_ZONE),
                by=self.session.name_person(said["by"]),
            )
            facts = {"单位": self.session.unit_name(unit), "日期": done.came_on, "n": done.copies}
            return say("cli.stamped_noted", **facts)

        fields = [
            AskedField(name="digest", words=say("office.ask.printed_code")),
            AskedField(name="day", words=say("office.ask.came_on"), text=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"),
            *_stamped_fields(),
            self.session.person_field,
        ]
        self.ask("stamp", say("office.effect.stamp"), fields, work)

    def _printed(self, unit: str, code: str) -> str:
        """Return the digest of the unit's return on whose pages a 校验码 is printed. Raises "no_such_printed_code"."""
        from forms.office.references import digest_named

        papers = self.session.workspace.store.papers(unit)
        try:
            return digest_named((row.digest for row in papers), code)
        except AppError as error:
            raise AppError("no_such_printed_code", 单位=self.session.unit_name(unit), 校验码=code) from error

    def enter(self, unit: str) -> None:
        """代录: keep what was typed from the unit's stamped paper; another person checks it among the rulings."""

        def work(said: Said, _: Progress) -> str:
            from forms.entered.entering import type_in
            from forms.opening.evidence import read_scan
            from models.office.entering import StampedSource

            came, now = parse_time(said["at"]), datetime.now(PLAN_ZONE)
            copies, day = _copies(said["copies"]), came.astimezone(PLAN_ZONE).date()
            source = StampedSource(came_on=day, copies=copies, shelf=said["shelf"])
            type_in(
                self.session.workspace,
                unit,
                self.session.period_id,
                Path(said["form"]),
                source,
                read_scan(Path(said["scan"])) if said["scan"] else None,
                reason=said["reason"],
                registered=came,
                by=self.session.name_person(said["by"]),
                at=now,
            )
            return say("office.entry.typed", 单位=self.session.unit_name(unit))

        fields = [
            AskedField(name="form", words=say("office.ask.form"), files=FILLED_FORMS),
            AskedField(name="at", words=say("office.ask.registered"), text=format_time(datetime.now(PLAN_ZONE))),
            *_stamped_fields(),
            AskedField(name="reason", words=say("office.ask.why_again"), needed=False, reason=True),
            self.session.person_field,
        ]
        self.ask("enter", say("office.effect.enter"), fields, work)

    def sign(self, sheet: DecisionSheet, about: str) -> None:
        """登记签字: note that both persons signed a 认定单 or 审定单 about a unit or an indicator."""

        def work(said: Said, _: Progress) -> str:
            name, content = _scan(said["scan"])
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            done = note_signed(
                self.session.workspace, sheet, day=_day(said["day"]), scan=content, name=name, at=now, by=by
            )
            return say("cli.signed_noted", 谁=about, 名=paper, 日期=done.signed.day if done.signed else "")

        paper = say(f"papers.kind.{sheet.kind}")
        fields = [
            AskedField(name="day", words=say("office.ask.signed_on"), text=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"),
            _scan_field(),
            self.session.person_field,
        ]
        self.ask("sign", say("office.effect.sign", 谁=about, 名=paper), fields, work)


def _day(text: str) -> date:
    """Return the day a person typed. Raises AppError("not_a_day")."""
    try:
        return read_date(text).value
    except EntryError as error:
        raise AppError("not_a_day", 原文=text) from error


def _scan(path: str) -> tuple[str, bytes | None]:
    """Return name and bytes of a scan that was chosen; "" and None where none was. Raises as `named_scan`."""
    from forms.opening.evidence import named_scan

    return named_scan(Path(path) if path else None)


def _copies(text: str) -> int:
    """Return how many stamped copies came. Raises AppError("stamped_copies")."""
    if not text.isdecimal():
        raise AppError("stamped_copies")
    return int(text)


def _scan_field() -> AskedField:
    return AskedField(name="scan", words=say("office.ask.scan"), needed=False, files=SCANS)


def _stamped_fields() -> tuple[AskedField, ...]:
    """What is asked of every stamped paper: its scan, how many copies came, where they are kept."""
    return (
        _scan_field(),
        AskedField(name="copies", words=say("office.ask.copies"), text="1"),
        AskedField(name="shelf", words=say("office.ask.shelf"), needed=False),
    )
