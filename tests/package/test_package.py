"""What a Linux machine can prove of the packages: the setup compiles, the same folder gives the same bytes, wheels exist."""

import importlib.util
import io
import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from PIL import Image

from forms.page.font_files import open_font

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build/package"


def part(name: str) -> ModuleType:
    """A module of build/package, which is no package on purpose."""
    return part_of_build(f"package/{name}")


def part_of_build(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(name).name, ROOT / f"build/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    if str(PLACE) not in sys.path:  # its modules import each other, as when one of them is run
        sys.path.append(str(PLACE))
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder that looks like a frozen program."""
    folder = tmp_path / "tanbao"
    for name in ("TanBao.exe", "tanbao-console.exe", "LICENSE", "_internal/a.dll", "_internal/resources/方案.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode() * 50)
    return folder


def test_the_setup_compiles_without_a_warning_and_twice_to_the_same_bytes(frozen: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(part("installers").setup(frozen, tmp_path / name, "1.0.0", quick=True).read_bytes())
    assert made[0][:2] == b"MZ"
    assert made[0] == made[1]


def test_the_portable_archive_is_the_same_twice_and_holds_every_file(frozen: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(part("installers").portable(frozen, tmp_path / name, "1.0.0").read_bytes())
    assert made[0] == made[1]
    import zipfile

    names = zipfile.ZipFile(io.BytesIO(made[0])).namelist()
    assert sorted(names) == sorted(
        f"TanBao/{p.relative_to(frozen).as_posix()}" for p in frozen.rglob("*") if p.is_file()
    )


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-made certificate for programs, and its key."""
    folder = tmp_path_factory.mktemp("signer")
    certificate, key = folder / "signer.pem", folder / "signer.key"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=TanBao Test"]
    words = ["-days", "30", "-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", "-x509", *kind, *words], check=True, capture_output=True)
    return certificate, key


def test_programs_uninstaller_and_setup_are_signed_and_a_changed_byte_is_seen(
    frozen: Path, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    installers, sign = part("installers"), part("sign")
    (frozen / "TanBao.exe").write_bytes(
        installers.setup(frozen, tmp_path, "0.0.1", quick=True).read_bytes()
    )  # a real PE
    (frozen / "tanbao-console.exe").unlink()
    certificate, key = signer
    made, portable, sheet = installers.windows(
        frozen, tmp_path, "1.0.0", installers.Signer(certificate, key), quick=True
    )
    assert sign.is_signed(made, certificate)
    assert sign.is_signed(frozen / "TanBao.exe", certificate)
    assert sheet.read_text("utf-8-sig").count("CN=TanBao Test") == 1
    whole = bytearray(made.read_bytes())
    whole[len(whole) // 2] ^= 1
    made.write_bytes(whole)
    assert not sign.is_signed(made, certificate)
    assert not sign.is_signed(installers.setup(frozen, tmp_path, "1.0.0", quick=True), certificate)
    assert portable.is_file()


def test_the_debian_package_is_the_same_twice_and_leaves_nobody_behind_who_lacks_a_library(tmp_path: Path) -> None:
    frozen = tmp_path / "tanbao"
    (frozen / "_internal").mkdir(parents=True)
    for name in ("TanBao", "tanbao-console", "_internal/lib.so"):
        (frozen / name).write_bytes(name.encode())
    (frozen / "TanBao").chmod(0o700)
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(part("deb").package(frozen, tmp_path / name, "1.0.0"))
    assert made[0].read_bytes() == made[1].read_bytes()
    told = subprocess.run(["dpkg-deb", "-f", made[0], "Depends"], check=True, capture_output=True, text=True).stdout
    assert set(part_of_build("system").RUN) <= set(re.findall(r"[\w.+-]+", told))
    inside = subprocess.run(["dpkg-deb", "-c", made[0]], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^-rwxr-xr-x root/root .* \./opt/tanbao/TanBao$", inside, re.MULTILINE)
    assert "./usr/bin/tanbao -> /opt/tanbao/tanbao-console" in inside
    assert not re.search(r"^\S+ (?!root/root)", inside, re.MULTILINE)


def test_systems_that_are_too_old_for_its_libraries_are_told_so_before_and_by_the_package() -> None:
    guide = (ROOT / "resources/guide/zh_CN/both/98-install.md").read_text("utf-8")
    wanted = re.search(r"glibc ([\d.]+)", guide)
    assert wanted and "暂不支持" in guide
    assert f"libc6 (>= {wanted[1]})" in (PLACE / "deb.py").read_text("utf-8")


def test_the_setup_keeps_data_and_leaves_the_console_program_out() -> None:
    script = (PLACE / "installer.nsi").read_text("utf-8")
    assert "/x tanbao-console.exe" in script
    removed = re.findall(r"(?:RMDir /r|Delete) \"([^\"]+)\"", script)
    assert all(place.startswith(("$INSTDIR", "$SMPROGRAMS", "$DESKTOP", "$SENDTO")) for place in removed)
    assert '"$INSTDIR"' not in [f'"{place}"' for place in re.findall(r"RMDir /r \"([^\"]+)\"", script)]


def test_the_setup_refuses_what_it_cannot_serve_before_a_file_is_copied() -> None:
    script = (PLACE / "installer.nsi").read_text("utf-8")
    start = script[script.index("Function .onInit") : script.index("FunctionEnd")]
    in_order = ("RunningX64", "AtLeastWin10", "SetRegView 64", '"CurrentBuildNumber"', "$0 < 15063", "ChooseWho")
    places = [start.index(word) for word in in_order]
    assert places == sorted(places)
    said = re.findall(r'Refuse 2 "([^"]+)"', start)
    assert [word in text for word, text in zip(("32位", "系统太旧", "更早的版本"), said, strict=False)] == [True] * 3
    assert all("没有安装" in text for text in said)
    assert "File " not in start


def test_a_python_of_the_system_is_frozen_with_its_library_which_debian_keeps_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = part_of_build("system")
    for prefix, wanted in (("/usr", (f"libpython3.{sys.version_info.minor}",)), ("/opt/python", ())):
        monkeypatch.setattr(sys, "base_prefix", prefix)
        assert system.for_freezing() == wanted
    assert "system.for_freezing()" in (ROOT / "build/tasks.py").read_text("utf-8")


def test_the_icon_has_every_size_and_is_the_same_twice(tmp_path: Path) -> None:
    script = [sys.executable, str(PLACE / "made.py")]
    for name in ("one", "two"):
        subprocess.run([*script, str(tmp_path / name)], check=True, cwd=ROOT)
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    _, kind, count = struct.unpack("<3H", files["tanbao.ico"][:6])
    assert (kind, count) == (1, len(part("made").SIZES))
    assert Image.open(io.BytesIO(files["tanbao.ico"])).size == (256, 256)
    assert re.fullmatch(rb"[0-9a-f]{12}", files["build.txt"])
    version = files["version.txt"].decode()
    compile(version, "version.txt", "eval")


def test_the_program_passes_its_own_test_from_source(tmp_path: Path) -> None:
    answer = tmp_path / "selftest.json"
    done = subprocess.run(
        [sys.executable, "main.py", "--selftest", str(answer)], cwd=ROOT, check=False, capture_output=True
    )
    told = json.loads(answer.read_text("utf-8"))
    assert [name for name, one in told["parts"].items() if not one["ok"]] == []
    assert {"start", "modules", "fonts", "chain", "desk of a unit", "desk of an office"} <= set(told["parts"])
    assert (done.returncode, told["ok"]) == (0, True)
    assert done.stdout == b""


def test_the_spec_names_every_module_that_is_loaded_when_it_is_needed() -> None:
    """`--selftest` imports all of them; what the spec cannot find by itself it must name."""
    spec = (PLACE / "tanbao.spec").read_text("utf-8")
    for name in ("docx", "_rl_accel", "reportlab.graphics.barcode"):
        assert f'"{name}"' in spec
    assert '("models", "forms", "ui")' in spec and 'compiled("tomli")' in spec


def test_the_packaged_program_writes_utf8_whatever_the_code_page_of_windows_is() -> None:
    """Both programs are made with the option; that every file is named as UTF-8 besides, the linter holds."""
    spec = (PLACE / "tanbao.spec").read_text("utf-8")
    assert 'utf8 = [("X utf8", None, "OPTION")]' in spec and "EXE(pyz, analysis.scripts, utf8," in spec
    assert '"PLW1514"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_typefaces_are_cut_renamed_and_embedded_the_same_twice(tmp_path: Path) -> None:
    fonts = part("fonts")
    kept = frozenset("碳报低碳试点，。0123456789")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        fonts.cut(fonts.SOURCES["tanbao-kai.ttf"], kept, tmp_path / name / "tanbao-kai.ttf")
    made = tmp_path / "one/tanbao-kai.ttf"
    assert made.read_bytes() == (tmp_path / "two/tanbao-kai.ttf").read_bytes()
    assert made.stat().st_size < 50_000
    opened = open_font("tried", made)
    assert set(map(ord, kept)) <= set(opened.face.charToGlyph)
    assert opened.face.familyName == b"TanBao Kai"  # the typeface's own name is reserved by its licence


def test_curves_of_another_kind_become_those_that_a_pdf_of_ours_embeds(tmp_path: Path) -> None:
    source = tmp_path / "source.otf"
    curved(source)
    fonts = part("fonts")
    made = tmp_path / "tanbao-hei.ttf"
    fonts.cut(fonts.Source(source, "Curved"), frozenset("碳"), made)
    assert open_font("curved", made).face.charToGlyph[ord("碳")]
    outline = TTFont(made)["glyf"][TTFont(made).getBestCmap()[ord("碳")]]
    assert (outline.xMin, outline.xMax, outline.yMin, outline.yMax) == (0, 100, 0, 100)


def curved(path: Path) -> None:
    """Write a typeface with one round sign, in cubic curves."""
    pen = T2CharStringPen(1000, None)
    pen.moveTo((0, 50))
    for control in (((0, 78), (22, 100), (50, 100)), ((78, 100), (100, 78), (100, 50))):
        pen.curveTo(*control)
    for control in (((100, 22), (78, 0), (50, 0)), ((22, 0), (0, 22), (0, 50))):
        pen.curveTo(*control)
    pen.closePath()
    empty = T2CharStringPen(1000, None).getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "round"])
    builder.setupCharacterMap({ord("碳"): "round"})
    builder.setupCFF("Curved", {}, {".notdef": empty, "round": pen.getCharString()}, {})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "round": (1000, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Curved", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
