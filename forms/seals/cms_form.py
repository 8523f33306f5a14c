"""CMS form: the one shape of signed data that our seals have, written and read back.

One signer, ECDSA or RSA as its certificate's key is, with SHA-256, detached, the certificates inside, nothing unsigned.
A reader takes it apart, writes it anew and compares: what differs is not ours, so no field can hold anything nobody
looked at. Source: RFC 5652.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.seals.keys.public_keys import ALGORITHMS

MOST_CERTIFICATES = 4


@dataclass(frozen=True, slots=True)
class SignedParts:
    """The parts of a CMS that differ from one to the next. `certificates`: DER, the signer's first, the rest sorted."""

    certificates: tuple[bytes, ...]
    attributes: Any  # asn1crypto CMSAttributes: what was signed
    value: bytes


def read_cms(content: bytes) -> SignedParts:
    """Take a CMS apart; believes nothing of it. Raises ValueError (or what asn1crypto raises) for a malformed one."""
    from asn1crypto import cms, tsp  # noqa: F401 - tsp teaches cms the attribute that names the certificates

    signed = cms.ContentInfo.load(content, strict=True)["content"]
    certificates = tuple(one.chosen for one in signed["certificates"])
    info = signed["signer_infos"][0]
    wanted = info["sid"].chosen
    issuer, number = wanted["issuer"].dump(), wanted["serial_number"].native
    own = [one for one in certificates if one.serial_number == number and one.issuer.dump() == issuer]
    if len(own) != 1 or len(certificates) > MOST_CERTIFICATES:
        raise ValueError("certificates")
    rest = sorted(one.dump() for one in certificates if one is not own[0])
    return SignedParts((own[0].dump(), *rest), info["signed_attrs"], info["signature"].native)


def write_cms(certificates: Sequence[bytes], attributes: Any, value: bytes) -> bytes:  # noqa: ANN401 - no types there
    """Return the CMS (DER) of these parts; the signer's certificate is the first."""
    from asn1crypto import algos, cms
    from asn1crypto import x509 as asn1

    loaded = [asn1.Certificate.load(one, strict=True) for one in certificates]
    leaf = loaded[0]
    algorithm = ALGORITHMS["rsa" if leaf.public_key.algorithm == "rsa" else "ec"]
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": leaf.issuer, "serial_number": leaf.serial_number}},
            "digest_algorithm": {"algorithm": algorithm.hash},
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": algorithm.id}),
            "signature": value,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": algorithm.hash}],
            "encap_content_info": {"content_type": "data"},
            "certificates": loaded,
            "signer_infos": [info],
        }
    )
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return whole
