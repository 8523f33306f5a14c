"""What packaging makes from the sources: the icon of the program, Windows' version resource, the hash of the build.

Run inside the environment by `tasks.py package` (Qt draws the icon from resources/icons/tanbao.svg). Nothing made is
kept in the repository, and the same sources give the same bytes.
"""

import struct
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # what Windows asks for at 100 % to 250 %
FACTS = {
    "CompanyName": "碳报",
    "FileDescription": "碳报 报表的填报、审核、报送与汇总",
    "InternalName": "TanBao",
    "OriginalFilename": "TanBao.exe",
    "ProductName": "碳报",
    "LegalCopyright": "MIT",
}


def main(folder: Path) -> None:
    """Write tanbao.ico, tanbao.png, version.txt, parts.txt and build.txt into a folder."""
    sys.path.insert(0, str(HOUSE))
    from models.basics.version import VERSION, build_of_sources
    from models.system.parts import LISTED, parts

    folder.mkdir(parents=True, exist_ok=True)
    pictures = [_picture(size) for size in SIZES]
    (folder / "tanbao.ico").write_bytes(ico(pictures))
    (folder / "tanbao.png").write_bytes(pictures[-1])
    (folder / "version.txt").write_text(version_resource(VERSION), "utf-8")
    (folder / LISTED).write_text("".join(f"{p.name}\t{p.version}\t{p.licence}\n" for p in parts()), "utf-8")
    (folder / "build.txt").write_text(build_of_sources(), "utf-8")


def _picture(size: int) -> bytes:
    """Return the icon as PNG, so many pixels wide."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(HOUSE / "resources/icons/tanbao.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: list[bytes]) -> bytes:
    """Return an icon file of PNG pictures (Windows Vista and later read them)."""
    offset = 6 + 16 * len(pictures)
    entries, bodies = b"", b""
    for picture, size in zip(pictures, SIZES, strict=True):
        entries += struct.pack("<4B2H2L", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset + len(bodies))
        bodies += picture
    return struct.pack("<3H", 0, 1, len(pictures)) + entries + bodies


def version_resource(version: str) -> str:
    """Return the version resource as PyInstaller reads it."""
    numbers = tuple([*map(int, version.split(".")), 0][:4])
    facts = {**FACTS, "FileVersion": version, "ProductVersion": version}
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in facts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004, "
        "fileType=1, subtype=0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('080404B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [2052, 1200])])])\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
