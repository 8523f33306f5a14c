"""Cases of papers: which paper of a dispute counts, and whether the key of a held one is the unit's."""

from collections.abc import Iterator
from datetime import datetime

from forms.wording.paper_texts import place_words
from models.basics.addresses import split_address
from models.basics.messages import CHINESE, ENGLISH, language_in_use, say
from models.basics.period import PLAN_ZONE
from models.ledger.ledger import rivals
from models.ledger.waiting import Waiting
from models.office import effects
from models.office.comparing import differing
from models.store.office.records import PaperRow
from models.workspace.office_workspace import OfficeWorkspace
from ui.basics.texts import day_text
from ui.look.signs import Sign
from ui.office.asking import AskedField
from ui.office.cases.case import Case, Found, Said, heading, line
from ui.office.lists.codes import comparison_code, short_code
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession

MOST, TWO = 4, 2  # columns there is room for; papers beside which there is room for the one that counted before
LETTERS = {CHINESE: "甲乙丙丁戊己庚辛", ENGLISH: "ABCDEFGH"}


def letters() -> str:
    """Return what the papers of a dispute are called in the language in use, in their order."""
    return LETTERS[language_in_use()]


class ForkCase(Case):
    """Papers of one unit and period that do not follow each other: which one counts."""

    sign = Sign.FORK

    def __init__(self, session: OfficeSession, unit: str) -> None:
        """Find the heads of the dispute, the earliest first."""
        super().__init__(session)
        self.unit, self.key = unit, f"fork|{unit}"
        found = [self.office.store.papers_of(one)[0] for one in session.lines[unit].heads]
        self.papers = tuple(sorted(found, key=lambda one: (one.registered, one.digest)))
        self.choices = len(self.papers)
        counts = session.lines[unit].in_force
        beside = counts and self.choices == TWO and counts not in {one.digest for one in self.papers}
        self.before = self.office.store.papers_of(counts)[0] if counts and beside else None
        self._differing = differing(self.office, self.papers, self.before)

    def title(self) -> str:
        """Return the unit."""
        return self.session.unit_name(self.unit)

    def state(self) -> str:
        """Return how many papers there are and at how many places they differ."""
        return say("office.case.fork", n=len(self.papers), m=len(self._differing))

    @property
    def differing(self) -> int:
        """At how many places the papers differ."""
        return len(self._differing)

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return 甲 第2版, 乙 第2版, the chosen one marked; then the revision that counted before, if any."""
        choices = tuple(f"{'●' if number == chosen else '○'} {name}" for number, name in self._names())
        if self.before is None:
            return choices
        day = day_text(self.before.registered)
        return (*choices, f"{say('office.review.revision', n=self.before.revision)}　{day}")

    def _names(self) -> Iterator[tuple[int, str]]:
        """Number and name of each paper: 甲　第2版."""
        for number, (letter, paper) in enumerate(zip(letters(), self.papers, strict=False)):
            yield number, f"{letter}　{say('office.review.revision', n=paper.revision)}"

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield the differing places, what each choice would lead to, and where the papers come from."""
        yield heading("differing", say("office.case.differing", n=len(self._differing)))
        for one in self._differing:
            yield line(one.address, self._place(one.address), one.texts, chosen=chosen, differs=True)
        if found is not None:
            yield from self._results(found, chosen)
        yield from self.papers_told(self.papers, chosen)
        yield self.call(self.unit, self.papers)

    def _place(self, address: str) -> str:
        """A place with its measure."""
        plan, parts = self.session.plan, split_address(address)
        item = plan.items.get(parts.item) if parts else None
        return "　".join(filter(None, (place_words(plan, address), item.measure if item else "")))

    def _results(self, found: Found, chosen: int) -> Iterator[TableRow]:
        each = found.outlooks[: self.choices]
        names = dict.fromkeys(one.indicator for outlook in each for one in outlook.effects)
        for name in names:
            texts = [next((one.after for one in outlook.effects if one.indicator == name), "—") for outlook in each]
            if len(set(texts)) == 1:
                continue  # whichever is kept
            title = say("office.case.after_ruling", 指标=self.session.plan.indicators[name].name)
            yield line(f"result {name}", title, texts, chosen=chosen, differs=True)

    def fields(self) -> tuple[AskedField, ...]:
        """Return which paper is kept, the reason and the two people."""
        choice = self._choice(say("office.case.choice"), [name for _, name in self._names()])
        return choice, AskedField(name="reason", words=say("office.ask.reason"), reason=True), *self._people()

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Compute what each choice would lead to, and last what follows where none is taken."""
        at, period = datetime.now(PLAN_ZONE), self.papers[0].period
        supposed = [
            *(
                effects.with_ruling(office, self.unit, period, one.digest, self._over(office, one), at)
                for one in self.papers
            ),
            effects.with_returned(office, (one.digest for one in self.papers), at),
        ]
        return Found(outlooks=tuple(effects.outlook(office, one, period, self.session.summary) for one in supposed))

    def _over(self, office: OfficeWorkspace, kept: PaperRow) -> tuple[str, ...]:
        return rivals(office.line(kept.unit, kept.period), office.papers(kept.unit, kept.period), kept.digest)

    def effect(self, found: Found, chosen: int) -> str:
        """Return what follows from the chosen one."""
        return say("office.case.ruled_effect", 甲=letters()[chosen], 影响=self.told(found.outlooks[chosen]))

    def neither_effect(self, found: Found) -> str:
        """Return what follows where none of the papers is taken."""
        before = self.session.lines[self.unit].in_force
        kept = self.office.store.papers_of(before)[0].revision if before else None
        counts = say("todo.in_force", n=kept) if kept else say("office.case.neither_none")
        facts = {"n": len(self.papers), "影响": self.told(found.outlooks[-1]), "其后": counts}
        return say("office.case.neither_effect", **facts)

    def paper_shown(self, chosen: int) -> PaperRow | None:
        """Return the chosen paper."""
        return self.papers[chosen] if chosen < len(self.papers) else None

    def primary(self, chosen: int) -> str:
        """Return what is kept."""
        return say("office.case.rule", 甲=letters()[chosen])

    def act(self, said: Said, chosen: int) -> str:
        """Record the ruling."""
        from forms.office.office import make_ruling

        paper, (by, checked) = self.papers[chosen], self._two(said)
        make_ruling(
            self.office,
            paper.unit,
            paper.period,
            keep=paper.digest,
            over=self._over(self.office, paper),
            reason=said["reason"],
            by=by,
            checked_by=checked,
            at=datetime.now(PLAN_ZONE),
        )
        return say("office.done.ruled_paper", 甲=letters()[chosen], n=paper.revision, 码=short_code(paper.digest))


class KeyCase(Case):
    """A paper whose key nobody knows yet: is it the unit's."""

    sign = Sign.KEY

    def __init__(self, session: OfficeSession, waiting: Waiting) -> None:
        """Find the paper."""
        super().__init__(session)
        self.unit, self.key = waiting.unit, f"key|{waiting.unit}|{waiting.digest}"
        rows = self.office.store.papers_of(waiting.digest)
        self.paper = next((row for row in rows if row.key == waiting.key), rows[0])

    def title(self) -> str:
        """Return the unit."""
        return self.session.unit_name(self.unit)

    def state(self) -> str:
        """Return which paper waits."""
        return say("todo.held", n=self.paper.revision)

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return the revision."""
        return (say("office.review.revision", n=self.paper.revision),)

    def paper_shown(self, chosen: int) -> PaperRow | None:
        """Return the paper."""
        return self.paper

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield the code in large, the number to call, and where the paper comes from."""
        code = comparison_code(self.paper.key)
        yield TableRow(
            key="large",
            cells=(TableCell(text=say("office.case.code"), bold=True), TableCell(text=code, bold=True, code=True)),
        )
        yield self.call(self.unit, (self.paper,))
        yield from self.papers_told((self.paper,), shown=("code",))

    def fields(self) -> tuple[AskedField, ...]:
        """Return the code as read out, the passphrase and the two people."""
        return (
            AskedField(name="code", words=say("office.ask.code")),
            AskedField(name="secret", words=say("office.ask.secret"), secret=True),
            *self._people(),
        )

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Compute what follows when the key counts, and whether the paper brings what it takes to enrol it."""
        from forms.office.unit_keys import carries_request

        carried = True  # by the first returns of a unit that has no key yet; only of others is the file looked into
        if any(row.unit == self.unit for row in office.store.enrolled_keys()):
            form = office.store.forms(self.paper.digest)[0]
            carried = carries_request(office.store.form_bytes(form.sha256) or b"")
        supposed = effects.with_key(office, self.unit, self.paper.key)
        outlook = effects.outlook(office, supposed, self.paper.period, self.session.summary)
        return Found(outlooks=(outlook,), lacking="" if carried else say("office.case.no_request"))

    def effect(self, found: Found, chosen: int) -> str:
        """Return what follows when the key counts."""
        effect = say("office.case.enrol_effect", n=self.paper.revision, 影响=self.told(found.outlooks[0]))
        return f"{found.lacking}{effect}"

    def primary(self, chosen: int) -> str:
        """Return the act."""
        return say("office.ask.enrol_now")

    def act(self, said: Said, chosen: int) -> str:
        """Enrol the key."""
        from forms.office.unit_keys import enrol_paper

        by, checked = self._two(said)
        office, form = self.office, self.office.store.forms(self.paper.digest)[0]
        content = office.store.form_bytes(form.sha256) or b""
        out, at = office.folder / "登记证", datetime.now(PLAN_ZONE)
        who = say("office.case.two", 经办=by, 复核=checked)
        enrol_paper(office, content, said["secret"], out, code=said["code"], since=None, at=at, by=who)
        return say("office.done.enrolled", 单位=self.session.unit_name(self.unit))
