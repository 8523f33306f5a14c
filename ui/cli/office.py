"""The office's commands: keys, settings, pack, enrolment, receiving, rulings, status, summary, receipts."""

import argparse
from datetime import datetime
from pathlib import Path

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.workspace.workspace import OfficeWorkspace
from ui.basics import folders
from ui.cli.shared.answers import (
    reception_answer,
    reception_lines,
    status_answer,
    status_lines,
    summary_answer,
    summary_lines,
)
from ui.cli.shared.base import DONE, REFUSED, add_common, answer, moment, passphrase, person, progress
from ui.cli.shared.duties import add_office_commands as add_duties


def add_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add every `office …` command."""
    office = verbs.add_parser("office", help=say("cli.help.office"))
    found = office.add_subparsers(required=True, metavar=say("cli.help.verb"))

    def verb(name: str, command: object, *, secret: bool = False) -> argparse.ArgumentParser:
        parser = found.add_parser(name, help=say(f"cli.help.office_{name}"))
        add_common(parser, secret=secret)
        parser.set_defaults(command=command)
        return parser

    init = verb("init", init_office, secret=True)
    init.add_argument("--plan", type=Path, help=say("cli.help.plan_file"))
    init.add_argument("--name", help=say("cli.help.office_name"))
    verb("plan", change_plan).add_argument("file", type=Path)
    verb("set", set_office).add_argument("file", type=Path)
    verb("pack", pack, secret=True).add_argument("--out", type=Path, required=True)
    enrol_verb = verb("enrol", enrol, secret=True)
    enrol_verb.add_argument("paper", type=Path)
    enrol_verb.add_argument("--code")
    enrol_verb.add_argument("--since", type=moment, help=say("cli.help.since"))
    enrol_verb.add_argument("--out", type=Path, required=True)
    revoke_verb = verb("revoke", revoke)
    revoke_verb.add_argument("unit")
    revoke_verb.add_argument("--key", required=True)
    revoke_verb.add_argument("--reason", required=True)
    revoke_verb.add_argument("--since", type=moment, help=say("cli.help.until"))
    receive_verb = verb("receive", receive)
    receive_verb.add_argument("paths", type=Path, nargs="+")
    receive_verb.add_argument("--at", type=moment)
    receive_verb.add_argument("--channel", default="")
    rule_verb = verb("rule", rule)
    for name in ("unit", "period"):
        rule_verb.add_argument(name)
    rule_verb.add_argument("--keep", required=True)
    rule_verb.add_argument("--over", nargs="*", default=[])
    rule_verb.add_argument("--reason", required=True)
    rule_verb.add_argument("--checked-by", default=None)
    judge = verb("adjudicate", adjudicate)
    for name in ("period", "indicator", "value"):
        judge.add_argument(name)
    judge.add_argument("--reason", default="")
    judge.add_argument("--document", default="")
    status_verb = verb("status", status)
    status_verb.add_argument("--period", required=True)
    status_verb.add_argument("--at", type=moment)
    summary_verb = verb("summary", summary)
    summary_verb.add_argument("--period", required=True)
    summary_verb.add_argument("--out", type=Path, required=True)
    receipt_verb = verb("receipt", receipt, secret=True)
    receipt_verb.add_argument("--unit")
    receipt_verb.add_argument("--period")
    receipt_verb.add_argument("--out", type=Path, required=True)
    add_duties(found)


def _now() -> datetime:
    return datetime.now(PLAN_ZONE)


def _office(arguments: argparse.Namespace) -> OfficeWorkspace:
    folder = folders.workspace_folder(arguments.data)
    office: OfficeWorkspace = arguments.open.enter_context(OfficeWorkspace.open(folder))
    folders.remember(folder)
    return office


def init_office(arguments: argparse.Namespace) -> int:
    """Make an office: empty store, the plan, root and working key."""
    from forms.office.office import create_office

    folder = folders.workspace_folder(arguments.data)
    office, code = create_office(folder, arguments.plan, arguments.name, passphrase(arguments), by=arguments.by or "")
    arguments.open.enter_context(office)
    folders.remember(folder)
    root = str(folder / "office_root.pem")
    found = {"data": str(folder), "plan": office.plan.digest, "root": root, "code": code}
    answer(arguments, found, [say("cli.office_ready", 目录=folder), say("cli.code", 核对码=code)])
    return DONE


def change_plan(arguments: argparse.Namespace) -> int:
    """Put a newer version of the plan in force."""
    from forms.office.office import change_plan as put_plan

    office = _office(arguments)
    plan = put_plan(office, arguments.file, by=person(arguments, office.store))
    found = {"id": plan.id, "version": plan.version, "digest": plan.digest}
    answer(arguments, found, [say("cli.plan_changed", 方案=plan.title, 版本=plan.version)])
    return DONE


def set_office(arguments: argparse.Namespace) -> int:
    """Take settings from a TOML file, whole or not at all."""
    from forms.office.office import change_settings

    office = _office(arguments)
    settings, hints = change_settings(office, arguments.file, person(arguments, office.store), _now())
    answer(
        arguments,
        {"version": settings.version, "hints": list(hints)},
        [say("cli.settings", 版本=settings.version), *hints],
    )
    return DONE


def pack(arguments: argparse.Namespace) -> int:
    """Write the one pack for all units."""
    from forms.papers.pack import issue_pack

    office = _office(arguments)
    by = person(arguments, office.store)
    paths = issue_pack(office, passphrase(arguments), arguments.out, at=_now(), by=by)
    answer(arguments, {"files": [str(path) for path in paths]}, [str(path) for path in paths])
    return DONE


def enrol(arguments: argparse.Namespace) -> int:
    """Enrol a unit's key from its request, or from a held return that carries one."""
    from forms.guards.guards import paper_bytes
    from forms.office.office import enrol_paper

    office = _office(arguments)
    done = enrol_paper(
        office, paper_bytes(arguments.paper), passphrase(arguments), arguments.out, code=arguments.code,
        since=arguments.since, at=_now(), by=person(arguments, office.store),
    )  # fmt: skip
    found = {"file": str(done.file), "code": done.code, "unit": done.unit, "compared": done.compared}
    words = say("cli.enrolled" if done.compared else "cli.enrolled_uncompared", 单位=done.name, 核对码=done.code)
    answer(arguments, found, [words, str(done.file)])
    return DONE


def revoke(arguments: argparse.Namespace) -> int:
    """End a key; tells what that changes."""
    from forms.office.office import end_key

    office = _office(arguments)
    by = person(arguments, office.store)
    effect = end_key(office, arguments.unit, arguments.key, arguments.reason, arguments.since, by, _now())
    found = {
        "unit": effect.unit,
        "key": effect.key,
        "until": effect.until.isoformat(),
        "affected": list(effect.affected),
    }
    answer(arguments, found, [say("cli.revoked", 时间=effect.until, n=len(effect.affected))])
    return DONE


def receive(arguments: argparse.Namespace) -> int:
    """Receive files and folders."""
    from forms.office.intake import receive as take_in

    office = _office(arguments)
    items = take_in(
        office, arguments.paths, at=arguments.at or _now(), now=_now(), channel=arguments.channel,
        by=person(arguments, office.store), progress=progress(say("cli.receiving")),
    )  # fmt: skip
    answer(arguments, {"items": [reception_answer(item) for item in items]}, reception_lines(items))
    return REFUSED if any(item.decision.value == "rejected" for item in items) else DONE


def rule(arguments: argparse.Namespace) -> int:
    """认定: settle which paper of a dispute stands."""
    from forms.office.office import make_ruling

    office = _office(arguments)
    state = make_ruling(
        office, arguments.unit, arguments.period, arguments.keep, tuple(arguments.over), arguments.reason,
        person(arguments, office.store), arguments.checked_by, _now(),
    )  # fmt: skip
    answer(
        arguments,
        {"in_force": state.in_force, "disputed": state.disputed},
        [say("cli.ruled", 摘要=state.in_force or "")],
    )
    return DONE


def adjudicate(arguments: argparse.Namespace) -> int:
    """审定数: put the office's own figure beside the units'."""
    from forms.office.office import adjudicate as put_value

    office = _office(arguments)
    said = put_value(
        office, arguments.period, arguments.indicator, arguments.value, arguments.reason, arguments.document,
        person(arguments, office.store), _now(),
    )  # fmt: skip
    found = {
        "period": said.period,
        "indicator": said.indicator,
        "value": f"{said.value:f}",
        "rests_on": dict(said.rests_on),
    }
    answer(arguments, found, [say("cli.adjudicated", 指标=said.indicator, 数值=said.value)])
    return DONE


def status(arguments: argparse.Namespace) -> int:
    """Tell who is there, late, missing, and whose evidence is."""
    from forms.office.evidence_intake import lacking

    office = _office(arguments)
    roster = office.roster(arguments.period, arguments.at)
    bare = lacking(office, arguments.period)
    lines = status_lines(roster, office.plan)
    if bare:
        lines.append(say("evidence.status_lacking", 名单="、".join(office.plan.units[unit].name for unit in bare)))
    answer(arguments, {**status_answer(roster), "evidence_missing": list(bare)}, lines)
    return DONE


def summary(arguments: argparse.Namespace) -> int:
    """Write the summary book of a period and tell its values."""
    from forms.summary.book import write_summary
    from models.city.summary import summarise

    office = _office(arguments)
    city, roster = office.city(arguments.period), office.roster(arguments.period)
    found = summarise(city, roster.missing, office.adjudications(arguments.period))
    files = write_summary(office, city, roster, found, arguments.out)
    lines = [*summary_lines(found), *map(str, files)]
    answer(arguments, {**summary_answer(found), "files": [str(path) for path in files]}, lines)
    return DONE


def receipt(arguments: argparse.Namespace) -> int:
    """Write the receipts that are due, or one unit's."""
    from forms.papers.receipt import write_receipts

    office = _office(arguments)
    paths = write_receipts(
        office, arguments.out, passphrase(arguments), unit=arguments.unit, period=arguments.period, at=_now(),
        by=person(arguments, office.store),
    )  # fmt: skip
    answer(arguments, {"files": [str(path) for path in paths]}, [str(path) for path in paths])
    return DONE
