"""Zips and mails are taken apart once more, not deeper; names in GBK are read; what is locked or swollen is refused."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from forms.opening.containers import is_junk, take_apart
from models.basics.errors import AppError

PDF = b"%PDF-1.7\n%test\n"


def zipped(files: dict[str, bytes], *, comment: bytes = b"", level: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def mailed(files: dict[str, bytes], **heads: str) -> bytes:
    message = EmailMessage()
    for name, text in heads.items():
        message[name] = text
    message.set_content("见附件")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_zip_in_a_zip_is_taken_apart_and_one_deeper_is_not() -> None:
    inner = zipped({"报表.pdf": PDF})
    found = take_apart("外.zip", zipped({"子/内.zip": inner, "Thumbs.db": b"x", "__MACOSX/._a": b"x"}))
    assert found is not None
    assert [(one.name, one.content) for one in found.files] == [("外.zip/内.zip/报表.pdf", PDF)]
    assert found.junk == 2
    deep = take_apart("外.zip", zipped({"中.zip": zipped({"内.zip": inner})}))
    assert deep is not None
    assert [one.content for one in deep.files] == [inner], "told as the file it is"


def test_a_name_in_gbk_is_read() -> None:
    name = "石泉县_报表.pdf"
    plain = "x" * len(name.encode("gbk"))
    found = take_apart("a.zip", zipped({plain: PDF}).replace(plain.encode(), name.encode("gbk")))
    assert found is not None and found.files[0].name == f"a.zip/{name}"


def test_a_mail_tells_its_sender_and_when_the_last_server_had_it() -> None:
    content = mailed(
        {"报表.pdf": PDF, "~$报表.xlsx": b"x"}, From="ls <ls@example.invalid>", Date="Tue, 13 Oct 2020 08:00:00 +0800"
    )
    found = take_apart("信.eml", content)
    assert found is not None and found.kind == "mail" and found.junk == 1
    (one,) = found.files
    assert (one.name, one.sender, str(one.at)) == (
        "信.eml/报表.pdf",
        "ls <ls@example.invalid>",
        "2020-10-13 08:00:00+08:00",
    )
    head = b"Received: from a by b; Wed, 14 Oct 2020 01:05:00 +0000\n"
    later = take_apart("信.eml", head + content)
    assert later is not None and str(later.files[0].at) == "2020-10-14 09:05:00+08:00"


@pytest.mark.parametrize("date", ["", "gestern", "Tue, 99 Oct 2020 08:00:00 +0800"])
def test_a_mail_without_a_time_that_can_be_read_has_none(date: str) -> None:
    found = take_apart(
        "信.eml", mailed({"a.pdf": PDF}, From="ls@example.invalid", Subject="x", **({"Date": date} if date else {}))
    )
    assert found is None or found.files[0].at is None


def test_what_is_no_container_of_papers_stays_whole() -> None:
    for content in (PDF, b"", b"text", zipped({"a.txt": b"x"}), zipped({"a.pdf": PDF}, comment=b"tanbao-evidence 00")):
        assert take_apart("x", content) is None


def test_a_locked_or_swollen_zip_is_refused_with_its_name() -> None:
    locked = bytearray(zipped({"a.pdf": PDF}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    with pytest.raises(AppError) as told:
        take_apart("锁.zip", bytes(locked))
    assert told.value.code == "container_locked"
    with pytest.raises(AppError) as told:
        take_apart("胀.zip", zipped({"a.pdf": PDF + b"\0" * (30 << 20)}, level=zipfile.ZIP_DEFLATED))
    assert told.value.code == "file_bomb"


def test_a_zip_cut_short_or_twisted_never_raises_anything_else() -> None:
    whole = zipped({"报表.pdf": PDF, "b.xlsx": PDF})
    for cut in range(0, len(whole), 7):
        for content in (whole[:cut], whole[:cut] + b"\xff" + whole[cut + 1 :]):
            try:
                take_apart("a.zip", content)
            except AppError as error:
                assert error.code in ("container_damaged", "container_locked", "file_bomb")


@pytest.mark.parametrize(
    "name", ["~$a.xlsx", ".~lock.a.ods#", ".~a.et", "a/Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX/x", "._a.pdf"]
)
def test_what_a_system_leaves_beside_files_is_junk(name: str) -> None:
    assert is_junk(name) and not is_junk("报表.pdf")
