"""Pages: what each kind of middle offers to the navigation, told without making or loading it; it is made when opened.

A new screen: its file here, its class below, and its line in KINDS.
"""

from collections import Counter

from models.basics.addresses import COVER
from models.basics.messages import say
from models.ledger.queries import QueryStep
from models.plan.plan import Role
from ui.basics.completion import Mark, Standing
from ui.session.screen import (
    COVER_PAGE,
    FILING,
    FINDINGS,
    OVERVIEW,
    PROGRESS,
    RECEIPTS,
    SLICES,
    NavigationEntry,
    Pages,
    Screen,
    ScreenContext,
)


class OverviewPages(Pages):
    """本期概况."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        return (NavigationEntry(key=OVERVIEW, title=say("window.overview.title")),)

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.overview import OverviewScreen

        return OverviewScreen(desk, self)


class CoverPages(Pages):
    """The cover's fields."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        fields = self.session.sheet.fields.values()
        return (
            self.entry(
                COVER_PAGE, say("window.cover.title"), tuple(one.address for one in fields if one.group == COVER)
            ),
        )

    def page_of(self, address: str) -> str | None:
        return COVER_PAGE if address.partition(".")[0] == COVER else None

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.cover import CoverScreen

        return CoverScreen(desk, self)


class TablePages(Pages):
    """One page for each table of figures."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        tables: dict[str, list[str]] = {}
        for slot in self.session.sheet.slots.values():
            tables.setdefault(slot.table, []).append(slot.address)
        return tuple(self._page(table, tuple(addresses)) for table, addresses in tables.items())

    def _page(self, table: str, addresses: tuple[str, ...]) -> NavigationEntry:
        name = say("window.table.page", 表=table, 名=self.session.plan.tables[table].name)
        return self.entry(table, name, addresses, group=say("window.nav.tables"))

    def page_of(self, address: str) -> str | None:
        slot = self.session.sheet.slots.get(address)
        return slot.table if slot else None

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.table import TableScreen

        return TableScreen(desk, self)


class ProgressPages(Pages):
    """The form of progress, where the period and the unit have one."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        plan, sheet = self.session.plan, self.session.sheet
        if not plan.asks_progress(self.session.period_id) or not sheet.blocks:
            return ()
        form = plan.table_of(Role.PROGRESS)
        title = f"{form.id} {form.name}" if form else ""
        addresses = tuple(one.address for one in sheet.fields.values() if one.group in plan.blocks)
        return (self.entry(PROGRESS, title, addresses, group=say("window.nav.tables")),)

    def page_of(self, address: str) -> str | None:
        slot = self.session.sheet.fields.get(address)
        return PROGRESS if slot is not None and slot.group in self.session.plan.blocks else None

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.progress import ProgressScreen

        return ProgressScreen(desk, self)


class RegisterPages(Pages):
    """One page for each register."""

    _found: tuple[Standing, tuple[dict[str, Mark], Counter[str]]] | None = None

    def pages(self) -> tuple[NavigationEntry, ...]:
        registers, (worst, waiting) = self.session.plan.registers, self._standing()
        return tuple(
            self._page(name, registers[name].name, worst.get(name, Mark.NONE), waiting[name])
            for name in self.session.sheet.register_ids
        )

    def _standing(self) -> tuple[dict[str, Mark], Counter[str]]:
        """The worst mark in each register, and how many of its places wait; found once for what the checks found."""
        standing = self.session.standing
        if self._found is None or self._found[0] is not standing:
            worst: dict[str, Mark] = {}
            for at in (*standing.places, *standing.asked):
                name = at.partition("[")[0]
                worst[name] = max(worst.get(name, Mark.NONE), standing.mark(at))
            self._found = standing, (worst, Counter(at.partition("[")[0] for at in standing.waiting))
        return self._found[1]

    def _page(self, name: str, title: str, worst: Mark, left: int) -> NavigationEntry:
        rows = len(self.session.rows(name))
        mark = worst if worst >= Mark.MISSING else Mark.DONE if rows else Mark.NONE
        return NavigationEntry(
            key=name,
            title=say("window.table.page", 表=name, 名=title),
            group=say("window.nav.registers"),
            mark=mark,
            count=str(left) if left else "",
            empty=not rows and mark is Mark.NONE,
        )

    def page_of(self, address: str) -> str | None:
        name = address.partition("[")[0]
        return name if name in self.session.sheet.register_ids else None

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.register import RegisterScreen

        return RegisterScreen(desk, self)


class SlicesPages(Pages):
    """What was given out to suppliers."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        disputed = len(self.session.disputes)
        left = disputed + self._unanswered()
        mark = Mark.DECIDE if disputed else Mark.MISSING if left else Mark.NONE
        count = str(left) if left else ""
        return (
            NavigationEntry(
                key=SLICES, title=say("window.nav.slices"), group=say("window.nav.finish"), mark=mark, count=count
            ),
        )

    def _unanswered(self) -> int:
        """Slices nobody has answered, looked up once for what stands in the store, not at each edit."""
        store, period = self.session.workspace.store, self.session.period_id

        def count() -> int:
            answered = store.slices.answered(period)
            return sum(one.id not in answered for one in store.slices.given(period))

        return store.kept(f"slices {period}", ("slices", "slice_answers"), count)

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.slices import SlicesScreen

        return SlicesScreen(desk, self)


class FindingsPages(Pages):
    """Every finding."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        counts = self.session.standing.counts
        mark = Mark.ERROR if counts.errors else Mark.WARNING if counts.open_warnings else Mark.NONE
        mark = Mark.DONE if counts.can_file else Mark.NONE if counts.unasked else mark or Mark.MISSING
        return (
            NavigationEntry(
                key=FINDINGS, title=say("window.findings.title"), group=say("window.nav.finish"), mark=mark
            ),
        )

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.findings import FindingsScreen

        return FindingsScreen(desk, self)


class FilingPages(Pages):
    """The way of a return."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        mark = Mark.QUERY if self.session.asking else Mark.DONE
        mark = mark if self.session.locked else Mark.NONE
        return (NavigationEntry(key=FILING, title=say("window.nav.filing"), group=say("window.nav.finish"), mark=mark),)

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.filing import FilingScreen

        return FilingScreen(desk, self)


class ReceiptsPages(Pages):
    """What the office answered, once it did."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        if not self.session.receipts:
            return ()
        left = sum(query.step is QueryStep.OPEN for query in self.session.standing.queries)
        mark, count = Mark.QUERY if left else Mark.DONE, str(left) if left else ""
        return (
            NavigationEntry(
                key=RECEIPTS, title=say("window.receipts.title"), group=say("window.nav.finish"), mark=mark, count=count
            ),
        )

    def make(self, desk: ScreenContext) -> Screen:
        from ui.screens.receipts import ReceiptsScreen

        return ReceiptsScreen(desk, self)


KINDS: tuple[type[Pages], ...] = (
    OverviewPages,
    CoverPages,
    TablePages,
    ProgressPages,
    RegisterPages,
    SlicesPages,
    FindingsPages,
    FilingPages,
    ReceiptsPages,
)
