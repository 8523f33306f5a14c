"""Case of a figure: an indicator whose sum and department differ, or which has an 审定数."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.quantity import format_exact, with_measure
from models.city.reconcile import compared_items
from models.city.summary import Result, moved_basis
from models.city.verdict import figure_words
from models.city.weighing import Need
from models.office import effects
from models.office.signing import DecisionSheet, adjudication_sheet
from models.workspace.office_workspace import OfficeWorkspace
from ui.look.signs import Sign
from ui.office.asking import AskedField
from ui.office.cases.case import Case, Found, Said, heading, line
from ui.office.lists.rows import TableRow
from ui.office.session import OfficeSession


class FigureCase(Case):
    """An indicator whose sum and department differ, or which has an 审定数."""

    sign = Sign.DIFFERENCE

    def __init__(self, session: OfficeSession, result: Result) -> None:
        """Keep the result."""
        super().__init__(session)
        self.result, self.given = result, result.adjudication
        self.key = f"figure|{result.indicator.id}"
        if self.given is not None and Need.BASIS_CHANGED not in result.needs:
            self.sign = Sign.WAITING if self.unsigned() else Sign.MET

    def title(self) -> str:
        """Return the indicator."""
        return self.result.indicator.name

    def state(self) -> str:
        """Return what it waits for, or the figure given."""
        if self.given is not None and self.sign is not Sign.DIFFERENCE:
            given = say("office.case.given", 数=self._words(self.given.value))
            return say("office.case.to_be_signed") if self.sign is Sign.WAITING else given
        return self.result.judged

    def open(self) -> bool:
        """True while the difference decides, what the 审定数 rested on has changed, or the 审定单 is not signed."""
        return bool({Need.TO_ADJUDICATE, Need.BASIS_CHANGED} & self.result.needs) or self.unsigned()

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return the measure."""
        return (self.session.plan.items[self.result.indicator.value_item].measure,)

    def _words(self, value: Decimal | None, *, amount: bool = False) -> str:
        return "—" if value is None else figure_words(self.session.plan, self.result.indicator, value, amount=amount)

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield the figures there are, then the 审定数 with its grounds; the program proposes none."""
        found_here = self.result
        yield from self._sides()
        yield line("verdict", say("office.summary.verdict"), [effects.result_words(found_here)])
        if self.given is not None:
            yield heading("given", say("office.case.given_head"))
            said = self.given
            facts = {
                "value": self._words(said.value),
                "reason": said.reason,
                "document": said.document,
                "by": said.by,
                "checked": said.checked_by,
                "at": format_time(said.at),
            }
            if Need.BASIS_CHANGED in found_here.needs:
                facts["moved"] = self._moved()
            for key, text in facts.items():
                yield line(f"given {key}", say(f"office.case.given_{key}"), [text])

    def _sides(self) -> Iterator[TableRow]:
        """Yield what the units say and what the department says; of a rate also of each of its two amounts."""
        result, plan, found = self.result, self.session.plan, self.session.summary.reconciliation
        items = compared_items(result.indicator) if result.totals else (result.indicator.value_item,)
        compared = {one.item: one for one in found if one.indicator == result.indicator.id}
        names = {"部门": self.session.unit_name(result.department.unit)} if result.department else {}
        lead = say("office.summary.department", **names) if names else ""
        for number, item in enumerate(items):
            figure = result.totals[number].figure if result.totals else None
            part = "" if item == result.indicator.value_item else f"　{plan.items[item].name}"
            yield line(f"sum {item}", say("office.case.sum") + part, [self._of_item(item, figure)])
            if part and lead and item in compared:
                yield line(f"department {item}", lead + part, [self._of_item(item, compared[item].department)])
        if result.department is not None and lead:
            yield line("department", lead, [self._words(result.department_value, amount=True)])

    def _of_item(self, item: str, figure: Decimal | None) -> str:
        """A figure of one item that is compared, with the measure of that."""
        if item == self.result.indicator.value_item or figure is None:
            return self._words(figure, amount=True)
        one = self.session.plan.items[item]
        return with_measure(format_exact(figure, min(2, one.decimals or 0)), one.measure)

    def _moved(self) -> str:
        """The units whose papers are others than those it rests on."""
        return "、".join(self.session.unit_name(unit) for unit in moved_basis(self.session.city, self.result))

    def fields(self) -> tuple[AskedField, ...]:
        """Return figure, grounds and the two people; a reason alone to take one back."""
        reason = AskedField(name="reason", words=say("office.ask.reason"), reason=True)
        if self._taking_back():
            return reason, self.session.person_field
        return (
            AskedField(name="value", words=say("office.case.given_value")),
            AskedField(name="document", words=say("office.case.given_document")),
            reason,
            *self._people(),
        )

    def _taking_back(self) -> bool:
        return self.given is not None

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Compute what follows from the figure typed, or from taking the given one back."""
        period, name = self.session.period_id, self.result.indicator.id
        if self._taking_back():
            return Found(
                outlooks=(effects.outlook(office, effects.without_value(office, name), period, self.session.summary),)
            )
        if not said.get("value"):
            return Found(outlooks=())
        from forms.office.adjudicating import proposed

        given = proposed(office, period, name, said["value"], at=datetime.now(PLAN_ZONE))
        return Found(
            outlooks=(effects.outlook(office, effects.with_value(office, given), period, self.session.summary),)
        )

    def effect(self, found: Found, chosen: int) -> str:
        """Return what follows."""
        if not found.outlooks:
            return say("office.case.type_a_figure")
        kind = "withdraw_effect" if self._taking_back() else "adjudicate_effect"
        return say(f"office.case.{kind}", 影响=self.told(found.outlooks[0]))

    def primary(self, chosen: int) -> str:
        """Return the act."""
        return say("office.case.withdraw" if self._taking_back() else "office.case.adjudicate")

    def to_sign(self) -> str:
        """审定单, of an 审定数 that stands."""
        return say("papers.kind.adjudication") if self.given is not None else ""

    def sheet(self) -> DecisionSheet | None:
        """Return the 审定单, of an 审定数 that stands."""
        return adjudication_sheet(self.office, self.given) if self.given is not None else None

    def write_paper(self, by: str) -> tuple[Path, ...]:
        """Write the 审定单."""
        return self._written(by, indicator=self.result.indicator.id)

    def act(self, said: Said, chosen: int) -> str:
        """Record the 审定数, or take it back."""
        from forms.office import adjudicating

        at, name = datetime.now(PLAN_ZONE), self.result.indicator
        if self.given is not None:
            by = self.session.name_person(said["by"])
            adjudicating.withdraw(self.office, self.given.id, said["reason"], by, at)
            return say("office.case.withdrawn", 指标=name.name)
        by, checked = self._two(said)
        given = adjudicating.adjudicate(
            self.office,
            self.period,
            name.id,
            said["value"],
            reason=said["reason"],
            document=said["document"],
            by=by,
            checked_by=checked,
            at=at,
        )
        return say("office.case.adjudicated", 指标=name.name, 数=self._words(given.value))
