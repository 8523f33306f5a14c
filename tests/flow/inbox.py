"""A folder of attachments as it looks after a day of mails: returns under every odd name, zips, mails, and junk."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

JUNK_KINDS = ("rar", "xls", "txt", "jpg", "docx", "ofd", "pdf")  # a file of such an ending that is no return
OF_A_SYSTEM = ("Thumbs.db", "desktop.ini", ".DS_Store")

Renamed = Callable[[str, str], str]  # stem and ending, to the name of a copy

COPIES: tuple[Renamed, ...] = (
    lambda stem, end: f"{stem}{end}",
    lambda stem, end: f"{stem}(1)(1){end}",
    lambda stem, end: f"{stem}副本",
    lambda stem, end: f"{stem}{end}.1",
    lambda stem, end: f"{stem}{end}{end}",
    lambda stem, end: f"{quote(stem)}{end}",
    lambda stem, end: f"{stem} - 副本{end}".upper(),
    lambda stem, end: f"{stem}{end if end == '.pdf' else ''}.{'bin' if end == '.pdf' else 'zip'}",
)


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip as Windows makes it here: names in GBK, no bit that says which coding."""
    out = io.BytesIO()
    coded = {f"{number:02d}".ljust(len(name.encode("gbk")), "x"): name for number, name in enumerate(files)}
    with zipfile.ZipFile(out, "w") as archive:
        for plain, name in coded.items():
            archive.writestr(zipfile.ZipInfo(plain), files[name])
    raw = out.getvalue()
    for plain, name in coded.items():
        raw = raw.replace(plain.encode(), name.encode("gbk"))
    return raw


def mail(attachments: Mapping[str, bytes], at: str) -> bytes:
    """A mail with attachments, sent at a time of RFC 5322."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "ls <ls@example.invalid>", "报表", at
    message.set_content("见附件")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """How much of everything a folder is to hold; `junk` counts what is no return, files of a system among it."""

    copies: int = 4
    zips: int = 20
    mails: int = 20
    junk: int = 91
    sent: str = "Wed, 14 Oct 2020 09:05:00 +0800"

    def fill(self, folder: Path, papers: Sequence[Sequence[Path]]) -> int:
        """Fill a folder with the papers' forms (one sequence for each paper). Returns how many files it then holds.

        One copy's name is GBK bytes where the file system takes such a name.
        """
        (folder / "子目录").mkdir(parents=True)
        forms = [path for paper in papers for path in paper]
        for number, path in enumerate(forms):
            for copy in range(self.copies):
                name = COPIES[(number + copy * 3) % len(COPIES)](path.stem, path.suffix)
                (folder / ("子目录" if copy % 2 else "") / name).write_bytes(path.read_bytes())
        bundles = [{path.name: path.read_bytes() for path in papers[n % len(papers)]} for n in range(self.zips)]
        for number, files in enumerate(bundles):
            (folder / f"报送{number}.zip").write_bytes(gbk_zip(files))
        for number in range(self.mails):
            files = {path.name: path.read_bytes() for path in papers[-1 - number % len(papers)]}
            (folder / f"来信{number}.eml").write_bytes(mail(files, self.sent))
        self._junk(folder)
        _rename_in_gbk(folder / forms[0].name)
        return sum(path.is_file() for path in folder.rglob("*"))

    def _junk(self, folder: Path) -> None:
        for number, name in enumerate(OF_A_SYSTEM[: self.junk]):
            (folder / ("子目录" if number % 2 else "") / name).write_bytes(b"x")
        for number in range(self.junk - len(OF_A_SYSTEM[: self.junk])):
            kind = JUNK_KINDS[number % len(JUNK_KINDS)]
            name = f"~$报表{number}.xlsx" if number % 9 == 8 else f"其他{number}.{kind}"
            (folder / name).write_bytes(b"" if kind == "pdf" else f"no paper {number}".encode())


def _rename_in_gbk(path: Path) -> None:
    try:
        os.rename(os.fsencode(path), os.fsencode(path.parent) + b"/" + path.name.encode("gbk"))
    except OSError:
        return  # Windows and macOS keep names in Unicode: there is no such file
