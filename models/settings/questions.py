"""Questions: what a plan leaves for the office to say and the office has not said, each with what depends on it.

Asked of the plan alone: a due time that is not set, a parameter without a value or with a meaning the plan only
proposes, a list without members, a target nobody was given. A limit with a default of the plan is no question.
Some questions are answered elsewhere than among the settings (`questions_elsewhere`): in the plan itself, when the
office is founded, on the page of the scores. That such an answer stays as the plan has it can be confirmed here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from models.basics.messages import joined, say
from models.basics.period import own_id
from models.basics.records import dataclass
from models.plan.looks.readers import parameter_readers
from models.plan.plan import Parameter, Plan
from models.plan.rows.keys import CONFIRMABLE
from models.settings.settings import Settings

MEANINGS = ("choice", "text")  # parameters that say what is meant: a default of the plan is a proposal
TARGETS = "target.new"


def open_questions(plan: Plan, settings: Settings) -> Mapping[str, str]:
    """Return key of the setting → one sentence, what depends on it; in plan order, keys as the page of settings has."""
    found = dict[str, str]()
    for period in plan.periods:
        if own_id(period) not in settings.due:
            found[f"due.{period}"] = say("settings.question.due")
    readers = parameter_readers(plan)
    for one in plan.parameters.values():
        if _is_open(plan, settings, one):
            found[f"parameters.{one.id}"] = _depends(plan, readers.get(one.id, ()))
    for group, members in plan.groups.items():
        if not (members or settings.groups.get(group)):
            found[f"groups.{group}"] = say("settings.question.group")
    carried = [one for one in plan.indicators.values() if one.decomposed]
    without = [one.name for one in carried if not any(target.indicator == one.id for target in settings.targets)]
    if without:
        found[TARGETS] = say("settings.question.targets", 名单="、".join(without))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionElsewhere:
    """A question that no setting answers: what stands now ("" = nothing), what depends on it, where it is answered."""

    key: str  # office, header, data_units, decimals, scoring: its texts are `settings.elsewhere.<key>`
    value: str
    open: bool = True
    confirmable: bool = False  # the office can say that it stays as it is, or has said so

    @property
    def name(self) -> str:
        """What is asked."""
        return say(f"settings.elsewhere.{self.key}.name")

    @property
    def sentence(self) -> str:
        """What depends on it, and where it is answered."""
        return say(f"settings.elsewhere.{self.key}.depends")

    @property
    def as_is(self) -> str:
        """What the office confirms where it leaves it as it is."""
        return say("settings.elsewhere.no_scoring" if self.key == "scoring" else "settings.elsewhere.as_planned")


def questions_elsewhere(plan: Plan, settings: Settings, *, office: str, scored: bool) -> tuple[QuestionElsewhere, ...]:
    """Return the questions that no setting answers, answered ones among them.

    `office`: the name the office was founded with, "" for none; `scored`: True when rules of 考核评分 were given. What
    the office confirmed is open again under another version of the plan.
    """
    found = _elsewhere(plan, office=office, scored=scored)
    return tuple(_as_confirmed(one, settings, plan) if one.open and one.key in CONFIRMABLE else one for one in found)


def _as_confirmed(one: QuestionElsewhere, settings: Settings, plan: Plan) -> QuestionElsewhere:
    if settings.confirmed.get(one.key) != plan.version:
        return replace(one, confirmable=True)
    return replace(one, confirmable=True, open=False, value=one.value or say("settings.elsewhere.none"))


def _elsewhere(plan: Plan, *, office: str, scored: bool) -> tuple[QuestionElsewhere, ...]:
    header = "　".join(f"{name}：{text}" for name, text in plan.header.items() if text)
    unnamed = [one for one in plan.indicators.values() if one.main_reporter and not one.lead_as_written]
    given = joined(f"{one.name}：{plan.unit_name(one.main_reporter)}" for one in unnamed)
    return (
        QuestionElsewhere(key="office", value=office, open=not office),
        QuestionElsewhere(key="header", value=header, open=not header),
        QuestionElsewhere(key="data_units", value=given, open=bool(unnamed)),
        QuestionElsewhere(key="decimals", value=_decimals(plan)),
        QuestionElsewhere(
            key="scoring", value=say("settings.elsewhere.scoring.given") if scored else "", open=not scored
        ),
    )


def _decimals(plan: Plan) -> str:
    """How the plan rounds, and how many indicators are decided with how many decimals."""
    counted = Counter(one.decide_decimals for one in plan.indicators.values())
    exact = counted.pop(None, 0)
    parts = [say("settings.elsewhere.decimals.places", 位=places, n=n) for places, n in sorted(counted.items())]
    parts += [say("settings.elsewhere.decimals.exact", n=exact)] if exact else []
    return joined([say(f"settings.elsewhere.decimals.{plan.rounding.value}"), *parts])


def _is_open(plan: Plan, settings: Settings, one: Parameter) -> bool:
    if one.id in settings.parameters:
        return False
    if one.type == "table":
        return not settings.table(plan, one.id)
    if one.type == "per_unit":
        return True  # the office gives those of its units; what the plan has is a part
    return one.type in MEANINGS or one.default is None


def _depends(plan: Plan, readers: tuple[str, ...]) -> str:
    names = [*_names(plan, readers)]
    return say("settings.question.reads", 名单="、".join(names)) if names else say("settings.question.told")


def _names(plan: Plan, readers: tuple[str, ...]) -> Iterator[str]:
    for reader in readers:
        if reader in plan.indicators:
            yield plan.indicators[reader].name
        elif reader in plan.checks:
            yield say("settings.question.check", 编号=reader)
        elif reader in plan.items:
            yield plan.items[reader].name
