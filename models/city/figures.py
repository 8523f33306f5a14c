"""City figures: computes the city value of an indicator, with coverage, before it is judged.

Adds up unrounded figures over the units that gave every part of them, names who owes one, and stops where the office
has to decide first. Judges nothing (`models.city.summary`) and estimates nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from models.basics.addresses import Address
from models.basics.quantity import as_shown, format_number, plain
from models.basics.records import dataclass
from models.city.city import DISPUTED, HELD, MISSING, RETURNED, City, Total, added
from models.city.coverage import NOT_ASKED, Coverage, coverage_of, lead_coverage, notes_of, whole
from models.city.note import Note
from models.city.reconcile import compared_items
from models.city.sources import Sources, TwoDepartments, states_of
from models.city.verdict import Verdict, judge_value, meets
from models.plan.plan import Aggregate, Elapsed, Indicator, Item

COUNTIES, DEPARTMENT, LINES, VERIFIED = "counties", "department", "lines", "verified"


@dataclass(frozen=True, slots=True)
class Department:
    """A lead department's own figure of what the counties report, in a column of its own; None = it has none."""

    unit: str
    value: Decimal | None
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator's figure: unrounded, what it rests on, who owes it; None = there is none."""

    exact: Decimal | None = None
    basis: str = ""
    coverage: Coverage
    notes: tuple[Note, ...] = ()
    stopped: bool = False  # it must not be said before the office has decided something
    totals: tuple[Total, ...] = ()  # one for each item that is added up
    units: tuple[str, ...]  # whose papers it rests on
    compared: Decimal | None = None  # where rounding on the way makes the compared value differ from `exact`
    alternatives: Mapping[str, Decimal | None] = field(default_factory=dict)  # while a parameter is not given
    otherwise: tuple[Decimal, ...] = ()  # what another department's figures would give
    department: Department | None = None
    year_end: Decimal | None = None  # of a target with a date: the figure at the end of the period


def figure_of(city: City, indicator: Indicator) -> Figure:
    """Return an indicator's figure from the sheets in force."""
    choices = choices_made(city, indicator)
    items = compared_items(indicator)
    if indicator.aggregate is Aggregate.ALONE:
        figure = _city_figure(city, indicator)
    elif city.by_county(items):
        figure = _county_figure(city, indicator, items)
    else:
        figure = _lead_figure(city, indicator, items)
    if indicator.falls_from_base:
        figure = _fallen(city, indicator, figure)
    if len(choices) > 1:
        note = Note("summary.choices_differ", {"口径": "、".join(sorted(choices))})
        return Figure(coverage=figure.coverage, notes=(note, *figure.notes), units=figure.units, stopped=True)
    return figure


def target_of(city: City, indicator: Indicator) -> Decimal | None:
    """Return what an indicator is held against in this period: its step, its base, else its target; None = none."""
    periods = city.plan.periods
    passed = [one for one in indicator.steps if periods[one.period].end <= city.period.end]
    if passed and not city.decides(indicator):
        return max(passed, key=lambda one: periods[one.period].end).target
    return _base(city, indicator) if indicator.held_against_base else indicator.target


def judged(city: City, indicator: Indicator, value: Decimal) -> Verdict:
    """Return the verdict of a compared value in the city's period."""
    target = target_of(city, indicator)
    if target is None and indicator.held_against_base:
        return Verdict.NOT_EVALUABLE  # it has a target, and nobody has said yet how much that is
    if _before_steps(city, indicator) and (target is None or not meets(indicator, value, target)):
        return Verdict.NOT_EVALUABLE
    return judge_value(indicator, value, target, city.period, deciding=city.decides(indicator))


def _before_steps(city: City, indicator: Indicator) -> bool:
    """True while no step of an indicator that is judged by its steps has come: nothing is asked of it yet."""
    ends = [city.plan.periods[one.period].end for one in indicator.steps]
    by_steps = indicator.elapsed is Elapsed.STEPS and not city.decides(indicator)
    return by_steps and bool(ends) and min(ends) > city.period.end


def _fallen(city: City, indicator: Indicator, figure: Figure) -> Figure:
    """What an amount has fallen by since its base, in per cent; the department's figure beside it stays an amount.

    The part that has come is never held against a base of all: while units owe their figure there is none.
    """
    amount = figure.exact if figure.compared is None else figure.compared
    base = _base(city, indicator) if amount is not None and figure.coverage.complete else None
    notes = figure.notes
    if amount is not None and figure.coverage.complete:
        decimals = city.plan.items[indicator.value_item].decimals
        places = 4 if decimals is None else decimals
        shown = plain(as_shown(amount, places, city.plan.rounding))
        told = Note("summary.fallen_from", {"数值": shown, "基数": plain(base)}) if base else Note("summary.no_base")
        notes = (*notes, told)

    def fall(value: Decimal | None) -> Decimal | None:
        return indicator.against_target(value, base)

    return replace(
        figure,
        exact=fall(figure.exact),
        compared=fall(figure.compared),
        notes=notes,
        alternatives={name: fall(value) for name, value in figure.alternatives.items()},
        otherwise=tuple(fallen for one in figure.otherwise if (fallen := fall(one)) is not None),
        year_end=fall(figure.year_end),
    )


def _base(city: City, indicator: Indicator) -> Decimal | None:
    """The figure of the base year, or of the same period last year: of the main reporter, else of all who add up."""
    base, lead = indicator.base, indicator.main_reporter
    if base is None or base.value is not None:
        return base.value if base else None
    last_year = base.last_year
    items = compared_items(indicator) if last_year else (base.item,)
    added_up = indicator.aggregate is not Aggregate.ALONE and city.by_county(items)
    if added_up:
        totals = tuple(city.local_total(item, indicator.id, last_year=last_year) for item in items)
        if all(total.complete and not total.unruled for total in totals):
            given = sum(share.figure is not None for share in totals[0].shares)
            return ratio(indicator, [total.figure for total in totals if total.figure is not None], given)
        return None
    sheet = city.sheets.get(lead)
    if last_year:
        return sheet.exact(str(Address(indicator.value_item, last_year=True))) if sheet else None
    return city.own_figure(base.item, lead)


def choices_made(city: City, indicator: Indicator) -> set[str]:
    """Return the different choices the units made where all must make the same."""
    item = common_choice(city, indicator)
    if item is None:
        return set()
    return {text for sheet in city.sheets.values() if (text := sheet.cell(item.id).text)}


def common_choice(city: City, indicator: Indicator) -> Item | None:
    """Return the item of an indicator in which all units must choose the same, None when it has none."""
    return next((item for item in city.plan.items_of(indicator.id) if item.same_everywhere), None)


def _city_figure(city: City, indicator: Indicator) -> Figure:
    sources, lead = Sources(city, indicator), indicator.main_reporter
    asked = any(city.asks(lead, item) for item in (indicator.value_item, indicator.verified_item) if item)
    verified = sources.value(indicator.verified_item) if indicator.verified_item else None
    compared = verified if verified is not None else _dated(city, indicator, sources)
    states = states_of(city, lead, sources.inputs)
    coverage = lead_coverage(city, lead, answered=compared is not None, states=states) if asked else NOT_ASKED
    if sources.lacking() and not sources.lead_lacks:  # what is not there is another department's, and told as such
        coverage = replace(coverage, open=())
    if verified is not None:
        return Figure(exact=verified, basis=VERIFIED, coverage=coverage, units=(lead,))
    notes = () if compared is not None else _lacking_notes(city, sources, coverage)
    year_end = sources.value(indicator.value_item) if indicator.decides_by_date else None
    differences = tuple(sources.differences())
    if compared is None:
        return Figure(coverage=coverage, notes=notes, units=sources.units, year_end=year_end)
    exact = sources.evaluate(indicator.exact) if indicator.exact is not None else compared
    others = dict.fromkeys(one.other for one in differences)
    instead = (Sources(city, indicator, instead=unit).value(indicator.value_item) for unit in others)
    return Figure(
        exact=exact if exact is not None else compared,
        basis=DEPARTMENT,
        coverage=coverage,
        notes=tuple(_two_departments(city, one) for one in differences),
        units=sources.units,
        compared=compared,
        otherwise=tuple(one for one in instead if one is not None),
        year_end=year_end,
    )


def _dated(city: City, indicator: Indicator, sources: Sources) -> Decimal | None:
    """The value that is judged: as of the date of the target, where the plan has an item for that."""
    total, item = sources.value(indicator.value_item), indicator.decides_by_date
    if item is None or not total:
        return total
    return sources.value(item)


def _lacking_notes(city: City, sources: Sources, coverage: Coverage) -> tuple[Note, ...]:
    if not coverage.asked:
        return ()
    notes = notes_of(city, coverage, sorted(sources.inputs))
    return (*notes, *(_lacking_note(city, unit) for unit in sources.lacking()))


def _lacking_note(city: City, unit: str) -> Note:
    """What is to be said of another department whose figures a value is made from too."""
    word = {DISPUTED: "undecided", HELD: "held", RETURNED: "returned"}.get(city.standing.get(unit, MISSING))
    if word is None:
        return Note("summary.lacking", {"单位": city.name(unit)})
    return Note(f"summary.{word}", {"n": 1, "名单": city.name(unit)})


def _two_departments(city: City, one: TwoDepartments) -> Note:
    item = city.plan.items[one.item]
    own, other = (format_number(figure, item.decimals, city.plan.rounding) for figure in (one.figure, one.other_figure))
    facts = {
        "项目": item.name,
        "单位": city.name(one.first),
        "数值": own,
        "另一单位": city.name(one.other),
        "另一数值": other,
    }
    return Note("summary.two_departments", facts)


def _county_figure(city: City, indicator: Indicator, items: tuple[str, ...]) -> Figure:
    """The counties' own figures; the department's stands beside them and never fills in."""
    totals = tuple(city.local_total(item, indicator.id) for item in items)
    asked = bool(totals[0].shares)
    coverage = coverage_of(city, totals) if asked else NOT_ASKED
    department = _department(city, indicator, items)
    units = tuple(coverage.owed)
    found = Figure(
        basis=COUNTIES,
        coverage=coverage,
        notes=notes_of(city, coverage, items),
        totals=totals,
        units=units,
        department=department,
    )
    unruled = sorted({zone for total in totals for zone in total.unruled})
    if unruled:
        words = Note("summary.overlap", {"名称": city.names(unruled), "指标": indicator.name})
        return replace(found, notes=(words, *found.notes), stopped=True)
    other = department.value if department else None
    beside = () if other is None else (other,)
    return _combined(city, indicator, totals, replace(found, otherwise=beside))


def _department(city: City, indicator: Indicator, items: tuple[str, ...]) -> Department | None:
    lead = indicator.main_reporter
    if not any(city.asks(lead, item) for item in items):
        return None
    figures = city.department_figures(items, lead)
    value = ratio(indicator, figures) if figures else None
    return Department(lead, value, lead in city.disputed)


def _lead_figure(city: City, indicator: Indicator, items: tuple[str, ...]) -> Figure:
    """What one department owes: its own city figures, else the sum of the county lines it gave."""
    lead = indicator.main_reporter
    totals = tuple(city.line_total(item, lead) for item in items)
    own = [city.own_figure(item, lead) for item in items]
    asked = any(city.asks(lead, item) for item in items)
    has_lines = bool(totals[0].shares)
    lines = coverage_of(city, totals) if has_lines and lead in city.sheets else None
    is_own = all(figure is not None for figure in own)
    answered = is_own or any(share.figure is not None for total in totals for share in total.shares)
    states = states_of(city, lead, dict.fromkeys(items)) or [share.state for total in totals for share in total.shares]
    coverage = lead_coverage(city, lead, answered=answered, states=states) if asked else NOT_ASKED
    if lines is not None and (lines.answered or not is_own) and coverage.asked:
        coverage = with_lines(coverage, lines, matters=not is_own)
    base = Figure(coverage=coverage, notes=notes_of(city, coverage, items), totals=totals, units=(lead,))
    if is_own:
        exact = ratio(indicator, [figure for figure in own if figure is not None])
        return replace(base, exact=exact, basis=DEPARTMENT)
    return _combined(city, indicator, totals, replace(base, basis=LINES))


def with_lines(coverage: Coverage, lines: Coverage, *, matters: bool) -> Coverage:
    """Return a department's coverage with its county lines told beside it; `matters`: its figure is their sum."""
    told = (len(lines.answered), len(lines.owed))
    if not matters:
        return replace(coverage, lines=told) if told[0] == told[1] else coverage
    return replace(coverage, lines=told, awaited_lines=lines.awaited)


def _combined(city: City, indicator: Indicator, totals: tuple[Total, ...], base: Figure) -> Figure:
    """Ratio or sum over the units, or lines, that gave every part of it."""
    units = whole(totals)
    if not units:
        return replace(base, exact=None)
    figures = [added(share.figure for share in total.shares if share.unit in units) for total in totals]
    exact = ratio(indicator, [figure for figure in figures if figure is not None], len(units))
    alternatives = _alternatives(city, indicator, totals, units, exact)
    chosen = city.settings.parameter(city.plan, indicator.aggregate_by)
    if not alternatives:
        return replace(base, exact=exact)
    if isinstance(chosen, str):
        return replace(base, exact=alternatives.get(chosen), alternatives=alternatives)
    return replace(base, exact=exact, alternatives=alternatives)


def _alternatives(
    city: City, indicator: Indicator, totals: Sequence[Total], units: Sequence[str], exact: Decimal | None
) -> Mapping[str, Decimal | None]:
    """Both ways of averaging, where the plan leaves the choice to the office."""
    if not indicator.aggregate_by or len(totals) < 2:
        return {}
    ratios = []
    for unit in units:
        top, bottom = (total.of(unit) for total in totals[:2])
        if top and bottom and top.figure is not None and bottom.figure:
            ratios.append(top.figure / bottom.figure * indicator.factor)
    mean = sum(ratios, Decimal(0)) / len(ratios) if ratios else None
    return {Aggregate.RATIO.value: exact, Aggregate.MEAN.value: mean}


def ratio(indicator: Indicator, figures: Sequence[Decimal], units: int = 1) -> Decimal | None:
    """Return the indicator's value from the sums of what makes it up; a mean is over so many units."""
    if not figures:
        return None
    if indicator.aggregate is Aggregate.SUM:
        return figures[0]
    if indicator.aggregate is Aggregate.MEAN:
        return figures[0] / units
    if len(figures) < 2 or not figures[1]:
        return None
    quotient = figures[0] / figures[1]
    return (quotient - 1 if indicator.aggregate is Aggregate.GROWTH else quotient) * indicator.factor
