"""Document seal: valid as sealed, countersigned with an e-seal, broken by anything else."""

import io
import zlib
from functools import cache

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from forms.page.geometry import MARGIN_MM, MM, STAMP_BOTTOM_MM, STAMP_MM, WIDTH_MM
from forms.seals.keys import keys
from forms.seals.pdf import seal as document_seal
from forms.seals.pdf.reading import read_document
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import FIELD, Attachment, SealedDocument
from models.basics.sizes import LARGEST_PAPER
from tests.forms.seals.pdf import pdf_changes as change
from tests.forms.seals.sealing import AT, flipped, newcomer, office, pages, unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = (
    Attachment(name="return.xlsx", content=b"PK" + bytes(range(256)) * 8, mime=XLSX, relationship="/Source"),
    Attachment(
        name="tanbao-pack.json", content=b'{"form":"tanbao-pack-1"}', mime="application/json", relationship="/Data"
    ),
)


@cache
def sealed() -> bytes:
    return seal_document(pages(), unit(), FILES, reason="pack", signed_at=AT)


def state(pdf: bytes) -> str:
    """The state; only a seal that holds may give anything out."""
    found = read_document(pdf)
    assert bool(found.attachments) == (found.state in ("valid", "countersigned"))
    return found.state


_LEFT, _BOTTOM, _SIDE = round((MARGIN_MM + WIDTH_MM - STAMP_MM) * MM), round(STAMP_BOTTOM_MM * MM), round(STAMP_MM * MM)
STAMP = (_LEFT, _BOTTOM, _LEFT + _SIDE, _BOTTOM + _SIDE)  # on the cover


def found_broken(pdf: bytes) -> SealedDocument:
    found = read_document(pdf)
    assert found.state == "broken" and found.reasons and not found.attachments
    return found


@pytest.mark.parametrize("box", [None, STAMP])
@pytest.mark.parametrize("who", [unit, newcomer])
def test_a_sealed_paper_is_valid_and_gives_back_what_was_put_in(
    who: object, box: tuple[int, int, int, int] | None
) -> None:
    signer = who()  # type: ignore[operator]
    pdf = seal_document(pages(), signer, FILES, page=0, box=box, reason="报送", signed_at=AT)
    found = read_document(pdf)
    assert (found.state, found.reasons, found.signed_at) == ("valid", (), AT)
    assert found.certificate == signer.certificate and found.fingerprint == keys.fingerprint(signer.certificate)
    assert found.attachments == FILES
    assert pdf.startswith(pages())


def test_a_paper_without_attachments_is_valid_too() -> None:
    found = read_document(seal_document(pages(), unit(), (), reason="报送", signed_at=AT))
    assert found.state == "valid" and found.attachments == ()


def test_a_paper_that_nobody_sealed_is_absent() -> None:
    assert state(pages()) == "absent"
    assert state(change.updated(pages(), change.attach)) == "absent"
    assert state(b"%PDF-1.4\nscanned and squeezed\n%%EOF") == "absent"


def test_every_changed_byte_breaks_the_paper() -> None:
    pdf = sealed()
    hole = range(pdf.index(b"/Contents <"), pdf.rindex(b"/Filter"))
    places = {*range(0, len(pdf), 41), *hole[:: max(1, len(hole) // 60)], len(pdf) - 1}
    # only upper and lower case of a hexadecimal digit say the same; turning the lowest bit never makes such a pair
    assert not [place for place in sorted(places) if state(flipped(pdf, place)) != "broken"]


@pytest.mark.parametrize("what", [
    change.annotate, change.redraw, change.attach, change.replace_attachment, change.name_language,
    change.run_on_opening, change.nothing,
])  # fmt: skip
def test_a_change_saved_after_sealing_breaks_the_paper_with_or_without_an_e_seal_over_it(what: change.Update) -> None:
    after = change.updated(sealed(), what)
    found_broken(after)
    if what is not change.nothing:
        found_broken(change.countersigned(after))


def test_bytes_appended_cut_off_or_put_in_front_break_the_paper() -> None:
    pdf = sealed()
    for bad in (pdf + b"\n", pdf + b"\n%hello\n", pdf + pdf, pdf[:-1], pdf[:-700], b"\n" + pdf):
        assert state(bad) == "broken"


def test_a_paper_printed_anew_carries_no_seal() -> None:
    assert state(sealed()[: len(pages())]) == "absent"


@pytest.mark.parametrize("visible", [True, False])
def test_a_paper_with_a_government_seal_is_countersigned_and_still_gives_its_data(visible: bool) -> None:
    found = read_document(change.countersigned(sealed(), visible=visible))
    assert (found.state, found.reasons, found.attachments) == ("countersigned", (), FILES)
    assert found.certificate == unit().certificate and found.signed_at == AT


def test_two_seals_over_ours_are_countersigned_too() -> None:
    twice = change.countersigned(change.countersigned(sealed()), "Seal3", visible=False)
    assert state(twice) == "countersigned"


@pytest.mark.parametrize("what", [change.annotate, change.attach, change.redraw, change.name_language, change.nothing])
def test_a_change_after_the_government_seal_breaks_the_paper(what: change.Update) -> None:
    found_broken(change.updated(change.countersigned(sealed()), what))
    assert state(change.countersigned(sealed()) + b"\n") == "broken"


def test_a_government_seal_in_a_form_unknown_to_us_is_accepted_and_noted() -> None:
    def chinese_standard(value: bytes) -> bytes:
        opaque = b"\x30\x0c\x02\x01\x04\x16\x02ES\x02\x03\x01\x02\x03"
        return opaque + bytes(len(value) - len(opaque))

    found = read_document(change.with_other_value(change.countersigned(sealed()), chinese_standard))
    assert found.state == "countersigned" and found.attachments == FILES
    assert found.reasons and found.reasons[0].startswith("further signature not verified")


def test_a_further_signature_that_is_verifiably_wrong_breaks_the_paper() -> None:
    signed = change.countersigned(sealed())
    other = change.countersigned(change.updated(sealed(), change.annotate))
    value = b""

    def remember(found: bytes) -> bytes:
        nonlocal value
        value = found
        return found

    change.with_other_value(other, remember)
    found_broken(change.with_other_value(signed, lambda held: value[: len(held)].ljust(len(held), b"\0")))


def test_a_changed_look_of_the_government_seal_breaks_the_paper() -> None:
    signed = change.countersigned(sealed())
    look = signed.index(b"stream", len(sealed()))
    assert not [place for place in range(look + 8, look + 60, 7) if state(flipped(signed, place)) != "broken"]


def test_something_hidden_behind_a_signature_value_breaks_the_paper() -> None:
    found_broken(change.with_other_value(sealed(), lambda value: value[:-4] + b"evil"))


def test_another_unit_cannot_be_written_into_a_self_signed_certificate() -> None:
    pdf = seal_document(pages(), newcomer(), FILES, reason="报送", signed_at=AT)
    found_broken(change.with_other_value(pdf, lambda value: value.replace(b"610921", b"610924")))


def test_a_paper_that_somebody_else_signed_is_none_of_ours() -> None:
    found_broken(change.countersigned(pages()))
    found_broken(change.countersigned(pages(), FIELD))
    certified = {"certify": True, "docmdp_permissions": fields.MDPPerm.FILL_FORMS}
    certified |= {"subfilter": fields.SigSeedSubFilter.PADES}
    found_broken(change.countersigned(pages(), FIELD, **certified))  # ours draws no picture
    alike = change.countersigned(pages(), FIELD, visible=False, **certified)
    sealed = read_document(alike)  # in our form, as anybody can seal: it is nobody's whom an office enrolled
    assert sealed.state == "valid" and sealed.certificate is not None
    assert keys.unit_of(sealed.certificate) == "" and not keys.issued_by(sealed.certificate, office().certificate)


def test_a_root_does_not_seal_papers() -> None:
    assert found_broken(seal_document(pages(), office(), FILES, reason="报送", signed_at=AT)).certificate


def test_a_seal_that_would_allow_other_changes_is_not_ours() -> None:
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.ANNOTATE, md_algorithm="sha256",
    )  # fmt: skip
    spec = fields.SigFieldSpec(FIELD)
    signer = document_seal._TimedSigner(about, document_seal._KeySigner(unit()), spec, AT)
    found_broken(signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pages()))).getvalue())


def test_a_bomb_in_an_attachment_is_broken_and_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_seal, "LARGEST_ATTACHMENT", 200 << 20)
    bomb = Attachment(name="return.xlsx", content=bytes(80 << 20), mime=XLSX, relationship="/Source")
    pdf = seal_document(pages(), unit(), (bomb,), reason="报送", signed_at=AT)
    monkeypatch.undo()
    assert len(pdf) < 1 << 20
    assert read_document(pdf).reasons == ("PdfDecodeLimitError",)


def test_what_could_not_be_read_back_is_not_sealed() -> None:
    for bad in (
        (Attachment(name="报表.xlsx", content=b"x", mime=XLSX, relationship="/Source"),),
        (Attachment(name="a.xlsx", content=b"x", mime=XLSX, relationship="/Alternative"),),
        (FILES[0], FILES[0]),
        tuple(
            Attachment(name=f"{n}.json", content=b"x", mime="application/json", relationship="/Data") for n in range(21)
        ),
    ):
        with pytest.raises(ValueError, match="attachment"):
            seal_document(pages(), unit(), bad, reason="报送", signed_at=AT)


def test_no_hostile_file_stops_the_reader() -> None:
    pdf = sealed()
    assert state(bytes(LARGEST_PAPER + 1)) == "broken"
    for bad in (
        b"", b"%PDF-", b"%PDF-1.7\n" + b"/ByteRange " * 50, pdf[: len(pdf) // 2], pdf.replace(b"obj", b"obx"),
        pdf.replace(b"/ByteRange [0", b"/ByteRange [9"), pdf.replace(b"startxref", b"startxrex"), zlib.compress(pdf),
        pdf.replace(b"/Prev", b"/Size"), b"%PDF-1.4\n" + b"[" * 100_000,
    ):  # fmt: skip
        assert state(bad) in ("broken", "absent")
