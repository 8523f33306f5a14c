"""`verify`: anybody's check of a paper, without a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, REFUSED
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from forms.opening.verified import Verified
    from forms.papers.pack import Pack
    from models.plan.plan import Plan

_BEGINNING = 1_024  # bytes in which a PDF says that it is one


@command("verify")
def verify_files(files: tuple[Path, ...], *, trust: Path | None = None, plan: Path | None = None) -> Answer:
    """Tell of each file what it is, who sealed it, whether it is as it was sealed and shows what was sealed."""
    from forms.guards.guards import paper_bytes
    from forms.guards.plan_files import paper_at
    from forms.opening.verify import read_trust, refuse_other_root, root_code, trusted_words
    from forms.papers.pack import read_pack
    from forms.papers.paper import open_paper

    certificate = read_trust(paper_bytes(trust)) if trust else None
    pack = read_pack(open_paper(paper_at(plan))) if plan else None
    if pack is not None and certificate is not None:
        refuse_other_root(pack, certificate)
    sound = True
    items: list[dict[str, object]] = []
    lines: list[str] = []
    for path in files:
        item, about, holds = _verified(path, pack, certificate)
        items.append(item)
        lines += _lines(item, about)
        sound = sound and holds
    root = certificate or (pack.root if pack else None)
    if root and any(item.get("code") for item in items):  # else nothing was held against it
        lines.append(trusted_words(pack, root))
    trusted = root and {"office": pack.office if pack else "", "code": root_code(root)}
    return Answer({"items": items, "trust": trusted}, lines, DONE if sound else REFUSED)


def _verified(path: Path, pack: Pack | None, trust: bytes | None) -> tuple[dict[str, object], Sequence[str], bool]:
    """What there is to say of one file, what it is about, and whether it is sound."""
    from forms.guards.plan_files import paper_at
    from forms.opening.verified import unreadable
    from forms.opening.verify import verify_with
    from models.basics.errors import AppError
    from models.returns.file_names import readable_name

    try:
        if _is_archive(path):
            item = _archive(path)
            return item, (), not item["differences"]
        found = verify_with(paper_at(path), pack, trust)
    except AppError as error:
        found = unreadable(error, pdf=_is_pdf(path))
    return {"file": readable_name(path, whole=True), **found.answer()}, _about(found, pack), found.sound


def _is_archive(path: Path) -> bool:
    from forms.archive.package import is_archive

    return path.suffix.lower() == ".zip" and path.is_file() and is_archive(path.read_bytes())


def _archive(path: Path) -> dict[str, object]:
    """What was found of an archive: its files against its list."""
    from forms.archive.package import check_archive
    from forms.opening.verified import nothing_of
    from models.returns.file_names import readable_name

    found = check_archive(path.read_bytes())
    gaps = [{"item": one.file, "signed": one.listed, "now": one.now} for one in found.gaps]
    message = "" if gaps else say("cli.archived", n=found.files - 1)  # the page that lists the others
    return {
        "file": readable_name(path, whole=True),
        **nothing_of("archive", message).answer(),
        "files": found.files,
        "differences": gaps,
    }


def _about(found: Verified, pack: Pack | None) -> list[str]:
    """What a paper is, whose and of which period; where its plan is not here in codes, and why."""
    from forms.opening.verify import UNSEALED
    from models.plan.load import SHIPPED, load_plan

    def at_hand() -> Iterator[Plan]:
        if pack is not None:
            yield pack.plan
        yield load_plan(SHIPPED)

    if not found.kind or found.kind in UNSEALED.values():  # what that is stands in its sentence
        return []
    named = found.whose(at_hand(), pack)
    facts = {"unit": named.unit, "period": named.period, "revision": found.revision}
    said = [say(f"about.{key}", 值=value) for key, value in facts.items() if value]
    return ["　".join([say(f"about.kinds.{found.called or found.kind}"), *said]), *([named.why] if named.why else [])]


def _is_pdf(path: Path) -> bool:
    """True for a file that can be read and begins as a PDF does."""
    from forms.guards.guards import named_file, sniff
    from models.basics.errors import AppError

    try:
        with named_file(path).open("rb") as file:
            return sniff(file.read(_BEGINNING)) == "pdf"
    except (OSError, ValueError, AppError):
        return False


def _gap_line(one: dict[str, str]) -> str:
    how = "missing" if not one["now"] else "changed" if one["signed"] else "added"
    return say("cli.archive_gap", 文件=one["item"], 怎样=say(f"cli.archive_{how}"))


def _lines(item: dict[str, object], about: Sequence[str] = ()) -> list[str]:
    from forms.opening.verify import UNSEALED

    lines = [say("cli.verified", 文件=item["file"], 结果=item.get("message") or ""), *about]
    if item.get("code"):
        lines.append(say("cli.sealed_with", 核对码=item["code"], 摘要=item["fingerprint"]))
    if item["kind"] is None or item["kind"] in UNSEALED.values():  # nobody sealed it: nothing else can be told
        return lines
    differences = item.get("differences")
    if item.get("kind") == "archive":
        return [*lines, *(_gap_line(one) for one in differences)] if isinstance(differences, list) else lines
    reasons = item.get("reasons")
    lines += reasons[1:] if isinstance(reasons, list) else []
    unsure = {"pages": "fonts"} if item.get("fonts") and item["pages"] == "not_compared" else {}
    lines += [
        say(f"cli.compared.{name}.{unsure.get(name, item[name])}") for name in ("cells", "pages") if item.get(name)
    ]
    lines += property_lines(item)
    hints = item.get("hints")
    return [*lines, *(hints if isinstance(hints, list) else ()), *evidence_lines(item)]


def property_lines(item: dict[str, object]) -> list[str]:
    """Return the properties of a verified paper, a line each: what holds, what does not, what it cannot tell."""
    found = item.get("properties")
    return [
        say("about.property", 事项=say(f"about.properties.{name}"), 结果=say(f"about.answers.{state}"))
        for name, state in (found.items() if isinstance(found, dict) else ())
    ]


def evidence_lines(item: dict[str, object]) -> list[str]:
    """Return the evidence a return lists as lines: name, size, whether it is in the file."""
    from models.basics.sizes import size_words

    found = item.get("evidence")
    files = found.get("files") if isinstance(found, dict) else None
    words = {True: say("evidence.verified_here"), False: say("evidence.verified_absent")}
    return [
        say("evidence.verified", 名=one["name"], 大小=size_words(one["size"]), 结果=words[one["present"]])
        for one in files or []
    ]
