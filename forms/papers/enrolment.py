"""Enrolment: keys, the pack that starts a unit, the request it answers with, and the certificate it gets back.

Trust begins with the first pack: it shows the office's name and 核对码 to be confirmed by telephone; every later pack
must come from the same root. The office's root key only enrols, its working key seals papers. A unit's
key lies in a file under a passphrase, or on a token under a PIN (`Secret`); the office enrols both alike.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from cryptography.x509 import Certificate

from forms.papers.pages import certificate_pages, request_pages
from forms.papers.paper import OpenedPaper, PaperKind, mark_of, open_paper, seal_paper
from forms.papers.unit_key import Secret, signing
from forms.seals.keys import keys
from forms.seals.renewal import renewed_by
from forms.wording.files import name_by_content, plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.issued.again import issue_again, repeated
from models.ledger.ledger import key_counts
from models.plan.plan import Plan, Unit
from models.plan.records.units import OFFICE, called, folded_name
from models.store import UnitStore
from models.store.file.disk import write_whole
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow
from models.versions.held import stored_plan
from models.versions.named import unknown_unit
from models.workspace.act import ActKind, act
from models.workspace.unit_workspace import UnitWorkspace

ROOT_KEY, WORKING_KEY, ROOT_CERTIFICATE = "root.p12", "working.p12", "office_root.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A unit's application, read from its own paper or from the first return it sent.

    `renews`: fingerprint of the key of this unit that signed for the new one, "" = none did.
    """

    unit: str
    name: str
    certificate: bytes  # self-signed, DER or PEM
    renews: str = ""
    plan: str = ""  # id of the plan it was made under, "" where it does not say

    @property
    def fingerprint(self) -> str:
        """The key it asks to enrol."""
        return keys.fingerprint(keys.certificate_from_bytes(self.certificate))

    @property
    def code(self) -> str:
        """核对码, to be compared by telephone or on a stamped sheet."""
        return keys.comparison_code(self.fingerprint)


def make_office_keys(folder: Path, name: str, passphrase: str) -> Certificate:
    """Make root and working key of an office and write the root certificate beside them; return that."""
    keys.check_passphrase(passphrase)
    root = keys.make_root(name)
    keys.save_signer(folder / ROOT_KEY, root, passphrase)
    keys.save_signer(folder / WORKING_KEY, keys.make_working(root, OFFICE, name), passphrase)
    write_whole(folder / ROOT_CERTIFICATE, keys.certificate_pem(root.certificate))
    return root.certificate


def make_request(store: UnitStore, folder: Path, plan: Plan, secret: Secret, at: datetime) -> tuple[bytes, Request]:
    """Return the sealed request of a unit, making its key first when it has none."""
    if store.unit_id is None:
        raise AppError("no_unit_chosen")
    with signing(store, folder, secret, make=True, name=plan.unit_name(store.unit_id, at.date())) as signer:
        return request_of(store, plan.units[store.unit_id], plan, signer, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that was written, or written again: its file, and the 核对码 of the key it asks for."""

    file: Path
    code: str
    reissued: bool


def issue_request(workspace: UnitWorkspace, secret: Secret, out: Path, *, at: datetime, by: str = "") -> Asked:
    """Write the unit's sealed request into a folder and keep it; the same key asks with the same paper.

    Raises as `make_request`.
    """
    store, plan, unit = workspace.store, workspace.plan, workspace.plan.units[workspace.unit_id]
    with signing(store, workspace.folder, secret, make=True, name=unit.name_on(at.date())) as signer:
        key = keys.fingerprint(signer.certificate)
        about = {"unit": unit.id, "key": key, "name": unit.name_on(at.date()), "plan": plan.id}
        if (number := repeated(store, ActKind.REQUEST, about)) is not None:
            done = issue_again(store, number, out)
        else:
            content, request = request_of(store, unit, plan, signer, at)
            stem = f"{unit.id}_{plain_name(request.name)}_{say('papers.kind.request')}"
            files = {f"{name_by_content(stem, content)}.pdf": content}
            why = say("record.why.request")
            with act(store, by, ActKind.REQUEST, why=why, about=about, out=out, files=files) as done:
                pass
    return Asked(file=done.paths[0], code=keys.comparison_code(key), reissued=done.reissued)


def request_of(
    store: UnitStore, unit: Unit, plan: Plan, signer: keys.AnySigner, at: datetime, *, renewal: bytes = b""
) -> tuple[bytes, Request]:
    """Return the sealed request by which a unit asks the office to enrol a signer's key.

    `renewal`: what its old key signed for it (`forms.seals.renewal.countersign`).
    """
    name = unit.name_on(at.date())
    mine = signer.self_signed(unit.id, name)
    facts = {
        "form": "tanbao-request-1",
        "plan": plan.id,
        "unit": unit.id,
        "name": name,
        "certificate": keys.certificate_pem(mine).decode(),
    }
    if renewal:
        facts["renewal"] = b64encode(renewal).decode()
    request = _checked(facts)
    pages = request_pages(
        unit_name=name, plan_title=plan.title, code=request.code, at=at, mark=mark_of(store), renewal=bool(renewal)
    )
    return seal_paper(PaperKind.REQUEST, pages, facts, signer.under(mine), at), request


def read_request(paper: OpenedPaper) -> Request:
    """Return the request a paper holds. Raises AppError when the paper was not sealed with the key it asks for."""
    request = _checked(paper.facts)
    if paper.sealed.fingerprint != request.fingerprint:
        raise AppError("request_not_its_own")
    return request


def _checked(facts: Mapping[str, object]) -> Request:
    """The request some facts are. Raises AppError("request_not_its_own"), "renewal_broken"."""
    certificate = _text(facts, "certificate").encode()
    plan = _text(facts, "plan") if "plan" in facts else ""
    request = Request(unit=_text(facts, "unit"), name=_text(facts, "name"), certificate=certificate, plan=plan)
    if keys.unit_of(keys.certificate_from_bytes(certificate)) != request.unit:
        raise AppError("request_not_its_own")
    if "renewal" not in facts:
        return request
    try:
        signature = b64decode(_text(facts, "renewal"), validate=True)
    except ValueError as error:
        raise AppError("renewal_broken") from error
    return replace(request, renews=renewed_by(signature, request.unit, request.fingerprint))


def request_in(content: bytes) -> Request:
    """Return the request that a paper is, whatever file it came in."""
    paper = open_paper(content)
    if paper.kind is not PaperKind.REQUEST:
        raise AppError("not_a_request", 种类=say(f"papers.kind.{paper.called}"))
    return read_request(paper)


def _require_own_unit(store: OfficeStore, plan: Plan, request: Request, code: str | None) -> None:
    """Refuse a request of no unit here, or one whose key is not that of the 核对码 that was read out."""
    if request.unit not in plan.units or request.unit == OFFICE:
        raise unknown_unit(plan, request.unit)
    _refuse_other_city(store, plan, request)
    if code is not None and not keys.same_code(code, request.fingerprint):
        raise AppError("code_differs", 单位=plan.unit_name(request.unit))


def _refuse_other_city(store: OfficeStore, plan: Plan, request: Request) -> None:
    """Another city's unit may have the code of one here: its plan is none of ours, or its name none of that unit's."""
    rows = store.plans()
    if request.plan and request.plan not in {row.id for row in rows}:
        raise AppError("request_of_other_plan", 单位=request.name, 方案=request.plan)
    plans = chain((plan,), (stored_plan(store, row.digest) for row in rows))  # earlier ones are read where it matters
    names = (name for one in plans if request.unit in one.units for name in called(one.units[request.unit]))
    if folded_name(request.name) not in map(folded_name, names):
        raise AppError("request_of_other_unit", 申请=request.name, 单位=plan.unit_name(request.unit))


def enrol(
    store: OfficeStore,
    folder: Path,
    plan: Plan,
    request: Request,
    passphrase: str,
    *,
    code: str | None,
    since: datetime | None,
    at: datetime,
    by: str,
) -> tuple[KeyRow, bytes]:
    """Return the row that enrols a key for its unit, and the sealed certificate paper; records nothing.

    `code` is what the unit read out on the telephone; without it the key was compared when the one that signed for it
    was, else it is noted as 未核对. `since` None = the key counts from the beginning. Raises AppError("code_differs")
    when the code is another key's, "unknown_unit", "request_of_other_plan" and "request_of_other_unit" for another
    city's unit of that code, "renewal_unknown" when a key signed for it that does not count.
    """
    _require_own_unit(store, plan, request, code)
    compared = code is not None or _signed_for(store, request, at)
    root = keys.load_signer(folder / ROOT_KEY, passphrase)
    unit = plan.units[request.unit]
    name = unit.name_on(at.date())
    public = keys.certificate_from_bytes(request.certificate).public_key()
    certificate = keys.certificate_pem(keys.issue(root, public, unit.id, name, at))
    row = KeyRow(
        unit=unit.id,
        fingerprint=request.fingerprint,
        certificate=certificate,
        since=since,
        until=None,
        enrolled_at=at,
        compared=compared,
        by=by,
    )
    facts = {**_certificate_facts(plan, row, name), "root": keys.certificate_pem(root.certificate).decode()}
    pages = certificate_pages(unit_name=name, plan_title=plan.title, code=request.code, at=at, mark=mark_of(store))
    return row, seal_paper(PaperKind.CERTIFICATE, pages, facts, keys.load_signer(folder / WORKING_KEY, passphrase), at)


def _certificate_facts(plan: Plan, row: KeyRow, name: str) -> dict[str, object]:
    return {
        "form": "tanbao-certificate-1",
        "plan": {"id": plan.id, "version": plan.version, "digest": plan.digest},
        "unit": row.unit,
        "name": name,
        "certificate": row.certificate.decode(),
        "compared": row.compared,
    }


def _signed_for(store: OfficeStore, request: Request, at: datetime) -> bool:
    """True when the key that signed for a request was compared. Raises AppError("renewal_unknown")."""
    if not request.renews:
        return False
    rows = store.enrolled_keys()
    if not key_counts([one.interval for one in rows], request.renews, request.unit, at):
        raise AppError("renewal_unknown", 单位=request.name, 核对码=keys.comparison_code(request.renews))
    return any(one.compared for one in rows if (one.unit, one.fingerprint) == (request.unit, request.renews))


def take_certificate(store: UnitStore, paper: OpenedPaper) -> None:
    """Keep the certificate of our own key. Raises AppError when it is another unit's or key's, or not our office's."""
    root = store.get_value("root")
    certificate = keys.certificate_from_bytes(_text(paper.facts, "certificate").encode())
    if root is None or not comes_from(paper, root.encode()):
        raise AppError("other_office")
    if not keys.issued_by(certificate, keys.certificate_from_bytes(root.encode())):
        raise AppError("other_office")
    if keys.unit_of(certificate) != store.unit_id:
        raise AppError("other_units_paper", 单位=_text(paper.facts, "name"))
    store.put_value("certificate", keys.certificate_pem(certificate).decode())


def comes_from(paper: OpenedPaper, root: bytes) -> bool:
    """True when a paper was sealed by the working key that this root enrolled for its office, and by no unit's."""
    certificate = paper.sealed.certificate
    return certificate is not None and keys.is_offices(certificate, keys.certificate_from_bytes(root))


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str):
        raise AppError("paper_unknown")
    return value
