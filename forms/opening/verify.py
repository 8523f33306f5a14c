"""Verify: what anybody can tell of a paper without a store — what it is, who sealed it, what was changed."""

from dataclasses import replace
from datetime import UTC, datetime

from forms.guards.guards import sniff
from forms.opening.apart import Apart, Sources, Texts
from forms.opening.opened import Opened
from forms.opening.verified import Verified, nothing_of, yes_or_no
from forms.papers.enrolment import comes_from, read_request
from forms.papers.pack import Pack
from forms.papers.paper import OpenedPaper, PaperKind, open_paper
from forms.seals.clock import clock_hints
from forms.seals.key_list import KeyList
from forms.seals.keys import keys
from forms.wording.whose import PaperPlan
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.basics.period import PLAN_ZONE, format_time
from models.plan.records.units import OFFICE

UNSEALED = {"unsealed_issue": "issued", "unsealed_chase": "chase"}  # refusal → kind of what the office did not seal


def _clock(certificate: bytes, signed_at: datetime | None) -> tuple[str, ...]:
    return clock_hints(signed_at, certificate=certificate, received_at=datetime.now(UTC))


def _unit_in(certificate: bytes) -> str:
    return keys.unit_of(keys.certificate_from_bytes(certificate)) if certificate else ""


def read_trust(content: bytes) -> bytes:
    """Return the root certificate (PEM) of a certificate file or of a pack."""
    if sniff(content) == "pdf":
        root = open_paper(content).facts.get("root")
        if not isinstance(root, str):
            raise AppError("no_root_inside")
        return root.encode()
    return keys.certificate_pem(keys.certificate_from_bytes(content))


def sources_of(pack: Pack) -> Sources:
    """Return what a pack says of the plan and settings a paper names; nothing of any others."""

    def texts(digest: str, settings: int) -> Texts | None:
        same = digest == pack.plan.digest and settings == pack.settings.version
        return (pack.files, pack.settings_text) if same else None

    return texts


def verify(
    content: bytes, trust: bytes | None, sources: Sources | None = None, ended: KeyList | None = None
) -> Verified:
    """Verify one file; `trust` is the office's root certificate, None = nobody is trusted, only changes are told.

    `sources` gives the plan and settings of a paper (`sources_of` a pack): with them names, measures, notes and pages
    are compared too. `ended` is the office's list of keys that count no more: a paper sealed with one of them after its
    end is not sound, nor is what the office issues without a seal: it can be compared by its SHA-256, the `digest` of
    the answer. Raises AppError for a file that is no paper of ours.
    """
    try:
        opened = Apart(sources).open(content)
    except AppError as error:
        if error.code in UNSEALED:
            return replace(nothing_of(UNSEALED[error.code], sentence(error)), digest=str(error.facts["摘要"]))
        if error.code != "paper_not_return":
            raise
        return _small_paper(content, trust)
    return _by_list(_return(opened, trust), opened.fingerprint, ended)


def verify_with(content: bytes, pack: Pack | None, trust: bytes | None = None) -> Verified:
    """Verify one file with what somebody has at hand; without a root of its own the office of the pack is trusted.

    Of a pack the plan is compared with, and the list of ended keys asked. That it is the office's own only its 核对码
    can tell: whoever shows the answer shows that as well (`trusted_words`). Raises as `verify`.
    """
    if pack is None:
        return verify(content, trust)
    return verify(content, trust or pack.root, sources_of(pack), pack.keys)


def refuse_other_root(pack: Pack, trust: bytes) -> None:
    """Raise AppError("pack_of_other_root") for a pack that is not of the office whose root certificate is trusted."""
    if root_code(trust) != pack.code:
        raise AppError("pack_of_other_root", 汇总单位=pack.office, 核对码=pack.code, 证书=root_code(trust))


def trusted_words(pack: Pack | None, root: bytes) -> str:
    """Return what answers rest on, a pack or a root certificate alone, and the 核对码 by which that is to be known."""
    if pack is not None:
        return say("about.compared", 汇总单位=pack.office, 核对码=pack.code)
    return say("about.trusted", 核对码=root_code(root))


def root_code(root: bytes) -> str:
    """Return the 核对码 of a root certificate."""
    return keys.comparison_code(keys.fingerprint(keys.certificate_from_bytes(root)))


def _by_list(found: Verified, key: str, ended: KeyList | None) -> Verified:
    """What the office's list of ended keys says of the key that sealed a return."""
    if ended is None or not key:
        return found
    until = ended.end_of(found.named, key)
    facts = {"号": ended.number, "日期": f"{ended.issued:%Y-%m-%d}"}
    if until is None:
        return replace(found, revoked="no", hints=(*found.hints, say("cli.key_list", **facts)))
    signed = datetime.fromisoformat(found.signed_at) if found.signed_at else None
    facts["时间"] = format_time(until)
    # What its own clock said, and in whole seconds: a seal of the second in which the key ended is not before its end.
    # When it was registered the office alone knows.
    if signed is not None and signed < until.replace(microsecond=0):
        return replace(found, hints=(*found.hints, say("cli.key_ends_later", **facts)))
    message = say("errors.key_ended", **facts) if found.sound else found.message
    return replace(found, revoked="yes", sound=False, message=message)


def _return(opened: Opened, trust: bytes | None) -> Verified:
    filed, seals = opened.filed, dict(opened.seals)
    chain = _chain(opened.certificate, trust)
    if trust is not None and chain != "yes":
        seals = {name: "untrusted" if state == "valid" else state for name, state in seals.items()}
    sound = filed is not None and not opened.reasons
    clock = _clock(opened.certificate, opened.signed_at)
    message = _as_sealed(chain, opened.certificate) if sound else opened.reasons[0].message
    return Verified(
        kind="return",
        unit=filed.unit if filed else None,
        period=filed.period if filed else None,
        revision=filed.revision if filed else None,
        digest=filed.digest if filed else None,
        ancestors=filed.ancestors if filed else (),
        signer=_name(opened.certificate),
        signed_at=opened.signed_at.astimezone(PLAN_ZONE).isoformat() if opened.signed_at else None,
        seals=seals,
        differences=opened.differences,
        sound=sound,
        message=message,
        reasons=tuple(one.message for one in opened.reasons),
        evidence=tuple((one, one.sha256 in opened.evidence) for one in filed.evidence) if filed else (),
        pages=opened.pages if opened.document and filed else None,
        cells=_cells(opened),
        fonts=opened.unknown_fonts,
        further=opened.further,
        hints=opened.hints + clock,
        chain=chain,
        named=_unit_in(opened.certificate),
        sealed_by=opened.certificate,
        plan=PaperPlan(id=filed.plan_id, version=filed.plan_version, digest=filed.plan_digest) if filed else None,
        odd_clock=bool(clock),
    )


def _cells(opened: Opened) -> str | None:
    if opened.filed is None:
        return None
    return "other" if opened.differences else "equal" if opened.compared else "not_compared"


def _chain(certificate: bytes, trust: bytes | None) -> str:
    """Whether a root issued the certificate of who sealed a paper; not to be told of a paper that nobody sealed."""
    if not certificate or trust is None:
        return "not_compared"
    return yes_or_no(keys.issued_by(keys.certificate_from_bytes(certificate), keys.certificate_from_bytes(trust)))


def _as_sealed(chain: str, certificate: bytes) -> str:
    """That a paper is as it was sealed; of one whose sealer was looked for and not found, that this is all.

    What a unit sealed before its key was enrolled no certificate can prove: its 核对码 does, read out on the telephone.
    """
    if chain != "no":
        return say("cli.sound")
    sealer = keys.certificate_from_bytes(certificate)
    if keys.is_self_signed(sealer) and keys.unit_of(sealer) not in ("", OFFICE):
        return say("cli.sound_not_enrolled", 核对码=keys.comparison_code(keys.fingerprint(sealer)))
    return say("cli.sound_unknown")


def _as_asked(paper: OpenedPaper) -> tuple[bool, str]:
    """Whether a request is sealed with the key it asks for, and what proves whose that is: no certificate can yet."""
    try:
        asked = read_request(paper)
    except AppError as error:
        return False, sentence(error)
    return True, say("cli.sound_renewal" if asked.renews else "cli.sound_request", 核对码=asked.code)


def _name(certificate: bytes) -> str:
    return keys.certificate_from_bytes(certificate).subject.rfc4514_string() if certificate else ""


def _plan_said(said: object) -> PaperPlan | None:
    """The plan in the data of a paper: its id alone, or with version and digest."""
    told = {"id": said} if isinstance(said, str) else said
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()) or not told.get("id"):
        return None
    return PaperPlan(id=told["id"], version=told.get("version", ""), digest=told.get("digest", ""))


def _paper_chain(paper: OpenedPaper, certificate: bytes, trust: bytes | None) -> str:
    """As `_chain`; what an office says counts only under the key it says everything with, no unit's."""
    if paper.kind is PaperKind.REQUEST or trust is None or not certificate:
        return _chain(certificate, trust)
    return yes_or_no(comes_from(paper, trust))


def _small_paper(content: bytes, trust: bytes | None) -> Verified:
    paper = open_paper(content)
    certificate = paper.sealed.certificate
    pem = keys.certificate_pem(certificate) if certificate else b""
    chain = _paper_chain(paper, pem, trust)
    state = "untrusted" if chain == "no" and paper.sealed.state == "valid" else paper.sealed.state
    unit, period, name = (paper.facts.get(key) for key in ("unit", "period", "name"))
    signed = paper.sealed.signed_at
    clock = _clock(pem, signed)
    asks = paper.kind is PaperKind.REQUEST
    sound, message = _as_asked(paper) if asks else (True, _as_sealed(chain, pem))
    return Verified(
        kind=paper.kind.value,
        called=paper.called,
        unit=unit if isinstance(unit, str) else None,
        period=period if isinstance(period, str) else None,
        revision=None,
        digest=None,
        ancestors=(),
        signer=_name(pem),
        signed_at=signed.isoformat() if signed else None,
        seals={"document": state},
        differences=(),
        sound=sound,
        message=message,
        chain=chain,
        named=_unit_in(pem),
        sealed_by=pem,
        plan=_plan_said(paper.facts.get("plan")),
        unit_name=name if isinstance(name, str) else "",
        hints=clock,
        odd_clock=bool(clock),
    )
