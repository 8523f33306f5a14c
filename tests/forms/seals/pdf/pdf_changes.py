"""What people and programs do to a sealed PDF afterwards, made with pyHanko as any PDF program would."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

Update = Callable[[IncrementalPdfFileWriter], None]


def updated(pdf: bytes, change: Update) -> bytes:
    """The file with a change appended, as an editor saves it."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def annotate(writer: IncrementalPdfFileWriter) -> None:
    """A text box over a figure."""
    name, number = generic.pdf_name, generic.NumberObject
    box = generic.ArrayObject([number(edge) for edge in (60, 700, 300, 740)])
    note = generic.DictionaryObject({
        name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"), name("/Rect"): box,
        name("/Contents"): generic.pdf_string("192.40"), name("/DA"): generic.pdf_string("/Helv 12 Tf 0 g"),
    })  # fmt: skip
    page = writer.root["/Pages"]["/Kids"][0]
    held = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    page[name("/Annots")] = generic.ArrayObject([*held, writer.add_object(note)])
    writer.update_container(page)


def redraw(writer: IncrementalPdfFileWriter) -> None:
    """Another content stream for a page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def attach(writer: IncrementalPdfFileWriter) -> None:
    """One more attachment."""
    held = embed.EmbeddedFileObject.from_file_data(writer, b'{"unit":"610924"}')
    embed.embed_file(writer, embed.FileSpec("return2.xlsx", "return2.xlsx", held))


def replace_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Another content under the object number of the attached workbook."""
    spec = writer.root["/AF"][0]
    stream = spec["/EF"]["/F"]
    stream._data, stream._encoded_data = b"PK another book", None
    writer.update_container(stream)


def name_language(writer: IncrementalPdfFileWriter) -> None:
    """One more key in the catalog."""
    writer.root["/Lang"] = generic.pdf_string("zh-CN")
    writer.update_root()


def run_on_opening(writer: IncrementalPdfFileWriter) -> None:
    """A script that runs when the file is opened."""
    name = generic.pdf_name
    script = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("this.print()")}
    writer.root["/OpenAction"] = generic.DictionaryObject(script)
    writer.update_root()


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """Saved again without any change."""
    writer.update_root()


@cache
def government() -> signers.SimpleSigner:
    """Somebody else's RSA key, as a government e-seal has one."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "电子印章")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(9)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    form = serialization.Encoding.DER
    secret = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(made.public_bytes(form)),
        signing_key=asn1_keys.PrivateKeyInfo.load(secret), cert_registry=SimpleCertificateStore(),
    )  # fmt: skip


STAMP_ROOM = (390, 90, 520, 220)  # on the cover, where the stamp goes
Box = tuple[int, int, int, int]


def countersigned(
    pdf: bytes, field: str = "Seal2", *, visible: bool = True, page: int = 0, box: Box = STAMP_ROOM, **about: Any
) -> bytes:
    """The file with one more signature, by a government e-seal."""
    spec = fields.SigFieldSpec(field, on_page=page, box=box if visible else None)
    meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **about)
    signed = signers.PdfSigner(meta, signer=government(), new_field_spec=spec).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf))
    )
    content: bytes = signed.getvalue()
    return content


def with_other_value(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the value of its last signature changed; its length stays."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    value = change(bytes.fromhex(pdf[start:end].decode()))
    return pdf[:start] + value.hex().encode() + pdf[end:]
