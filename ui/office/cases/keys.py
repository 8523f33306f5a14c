"""Case of a key that is to count no more: lost, or used by others."""

from collections.abc import Iterator
from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office import effects
from models.workspace.office_workspace import OfficeWorkspace
from ui.look.signs import Sign
from ui.office.asking import AskedField
from ui.office.cases.case import Case, Found, Said, heading, line
from ui.office.lists.codes import comparison_code
from ui.office.lists.rows import TableRow
from ui.office.session import OfficeSession

WAYS = ("lost", "compromised")  # what happened to a key


class EndCase(Case):
    """A key that is to count no more: lost (what it sealed stays) or compromised (what it sealed is in doubt)."""

    sign = Sign.KEY
    choices = 2

    def __init__(self, session: OfficeSession, unit: str, key: str) -> None:
        """Find the papers it sealed."""
        super().__init__(session)
        self.unit, self._fingerprint, self.key = unit, key, f"end|{unit}|{key}"
        rows = [row for row in self.office.store.papers(unit) if row.key == key]
        self.papers = tuple(sorted(rows, key=lambda row: row.registered))

    def title(self) -> str:
        """Return the unit."""
        return self.session.unit_name(self.unit)

    def state(self) -> str:
        """Return the act."""
        return say("office.case.end_key")

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return the two ways; the chosen one is marked."""
        return tuple(
            f"{'●' if number == chosen else '○'} {say(f'office.case.{name}')}" for number, name in enumerate(WAYS)
        )

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield what each way means, the code and the papers sealed with the key."""
        yield line(
            "means", say("office.case.means"), [say("office.case.lost_means"), say("office.case.compromised_means")]
        )
        code = comparison_code(self._fingerprint)
        yield line("code", say("office.case.code"), [code, code], tinted=chosen, code=True)
        yield heading("papers", say("office.case.sealed", n=len(self.papers)))
        for paper in self.papers:
            period = self.session.plan.periods[paper.period].name
            name = f"{period}　{say('office.review.revision', n=paper.revision)}"
            yield line(paper.digest, name, [say("office.case.stays"), say("office.case.doubted")], chosen=chosen)

    def fields(self) -> tuple[AskedField, ...]:
        """Return the way, the reason and the two people."""
        ways = self._choice(say("office.case.way"), [say(f"office.case.{name}") for name in WAYS])
        return ways, AskedField(name="reason", words=say("office.ask.reason"), reason=True), *self._people()

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Compute both ways."""
        later = datetime.now(PLAN_ZONE)
        first = self.papers[0].registered if self.papers else later
        return Found(
            outlooks=tuple(
                effects.outlook(
                    office,
                    effects.without_key(office, self.unit, self._fingerprint, until),
                    self.session.period_id,
                    self.session.summary,
                )
                for until in (later, first)
            )
        )

    def effect(self, found: Found, chosen: int) -> str:
        """Return what follows."""
        return say("office.case.end_effect", 影响=self.told(found.outlooks[chosen]))

    def primary(self, chosen: int) -> str:
        """Return the act."""
        return say("office.case.end_key_as", 情形=say(f"office.case.{WAYS[chosen]}"))

    def act(self, said: Said, chosen: int) -> str:
        """End the key."""
        from forms.office.unit_keys import end_key

        by, checked = self._two(said)
        since = self.papers[0].registered if chosen and self.papers else None
        who, now = say("office.case.two", 经办=by, 复核=checked), datetime.now(PLAN_ZONE)
        end_key(self.office, self.unit, self._fingerprint, reason=said["reason"], since=since, by=who, at=now)
        return say("office.case.ended", 单位=self.title())
