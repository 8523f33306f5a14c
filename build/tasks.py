"""The developer's and newcomer's door: `python3 build/tasks.py VERB`. Standard library only; does all its own set-up.

    setup     make the environment in .venv from the lock, and install what the system lacks
    run       setup, then the window; without a display the demonstration in the terminal
    test      setup with the test tools, then the whole test suite (further words go to pytest)
    check     formatter, linter, types, and whether the map of the house is out of date
    house     README's table of rooms and the drawings of build/architecture.md, made anew from the imports
    bench     how fast: each figure a ratio against a peer of the same run (`--write`, `--large`, `--frozen`, a file)
    torture   kills, power cuts, full disks, clocks, held and damaged stores (`--seconds N` each; installs strace)
    fuzz      damaged and hostile papers by the thousand; `fuzz --seconds N` for how long (60)
    foreign   Apache POI, LibreOffice and poppler judge the seals of a return (installs Java and POI)
    inbox     395 attachments of a city of 33 units: one act, few lines, stopped half way and begun again;
              every hostile paper of the suites among them
    monkey    random keys and clicks at the window on a real screen: no cell but the current one changes (`--seconds N`)
    mutate    small changes of the rooms that decide: the share that some test notices (`mutate --number N --seed S`)
    package   the frozen program in dist/, proven by its own self-test (`--twice`: byte for byte; `--installers`);
              `--wheels`: after a change of the lock, the list of what its wheels for Windows hold, made anew;
              `--wine`: the setup installs, upgrades, refuses and goes on Wine's Windows (wine and wine32 installed)
    demo      the whole chain with invented data (words go to `main.py demo`)
    pictures  the pictures of README and guide, made anew

To add a verb: a function that takes the further words and returns an exit code, and its line in VERBS.
"""

from __future__ import annotations  # an older Python must get as far as being told that it is too old

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
RUNTIME, DEVELOPER = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def say(text: str) -> None:
    """Tell the person what is being done, on stderr so that stdout stays the program's."""
    print(f"[tasks] {text}", file=sys.stderr, flush=True)


def environment(lock: Path) -> None:
    """Make .venv hold what a lock says; does nothing when it already does.

    The stamp names the Python too: after an upgrade of the system's Python the old libraries are out of its sight.
    """
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not _has_pip():
        say("建立运行环境 .venv / making the environment")
        system.make_venv(VENV)
    say(f"按 {lock.name} 安装依赖 / installing dependencies")
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
    subprocess.run([str(PYTHON), *install], check=True, cwd=ROOT)
    stamp.write_text(wanted)


def _has_pip() -> bool:
    """False when .venv is not there, was left half made, or belongs to a Python that is gone."""
    pip = [str(PYTHON), "-m", "pip", "--version"]
    return PYTHON.exists() and subprocess.run(pip, capture_output=True, check=False).returncode == 0


def inside(words: Sequence[str], **variables: str) -> int:
    """Run the environment's Python in the project folder and return its exit code."""
    settings = {**os.environ, "PYTHONUTF8": "1", **variables}
    return subprocess.run([str(PYTHON), *words], cwd=ROOT, env=settings, check=False).returncode


def setup(_: Sequence[str]) -> int:
    """Make everything the program needs to run."""
    system.install(system.RUN + system.for_venv())
    environment(RUNTIME)
    return 0


def run(words: Sequence[str]) -> int:
    """Open the window; without a display play the demonstration and say where its papers are."""
    setup(())
    if words or system.has_display():
        return inside(["main.py", *words])
    out = Path(tempfile.gettempdir()) / time.strftime("碳报演示-%Y%m%d-%H%M%S")
    say("没有显示器，改为在终端演示 / no display: playing the demonstration instead")
    code = inside(["main.py", "demo", "--out", str(out)], LC_ALL="C.UTF-8")
    if code == 0:
        say(f"演示文件在 / the papers are in {out}")
    return code


def test(words: Sequence[str]) -> int:
    """Run the tests with everything they need, on every core; `-n0` puts them on one.

    There is a process more than cores: some test always waits for a screen, another program or a disk.
    """
    if any(word.startswith("-n") for word in words):
        return _pytest(words)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return _pytest(["-n", str(cores + 1), "--dist", "loadfile", "--no-loadscope-reorder", *words])


def bench(words: Sequence[str]) -> int:
    """Measure; kept out of the tests because a busy machine is no bug. `--write` keeps the figures in RESULTS.md.

    `--large` also receives 10,000 real returns, made once and kept in work/bench (6 GiB): half an hour, the first time.
    `--frozen` also packs the program and a bare window, outside the tree, and starts both.
    """
    options = {"--write": "TANBAO_BENCH_WRITE", "--large": "TANBAO_BENCH_LARGE", "--frozen": "TANBAO_BENCH_FROZEN"}
    write = {variable: "1" for option, variable in options.items() if option in words}
    further = [word for word in words if word not in options]
    system.install(system.TORTURE)  # strace counts how often a disk is waited for
    if "--frozen" in words:
        system.install(system.PACKAGE + system.for_freezing())
    all_of_them = [] if any(Path(word.partition("::")[0]).exists() for word in further) else ["tests/bench"]
    measured = [*all_of_them, "-o", "python_files=bench_*.py", "-s", *further]
    return _pytest(measured, TANBAO_BENCH_PEERS=str(_peers()), **write)


def _peers() -> Path:
    """Make the environment of the programs we are measured against, apart from our own; return its Python."""
    folder, wanted = ROOT / ".peers", (ROOT / "tests/bench/peers.txt").read_text("utf-8")
    python, stamp = folder / PYTHON.relative_to(VENV), folder / "installed.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        system.make_venv(folder)
        pip = [str(python), "-m", "pip", "install", "--quiet", "-r", str(ROOT / "tests/bench/peers.txt")]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted, "utf-8")
    return python


SEEDED = [  # tests that draw random cases, the same in every run but this
    "tests/models/city/recomputed/test_recomputed.py",
    "tests/models/checks/test_asked_again.py",
    "tests/models/checks/test_rows_by_formula.py",
    "tests/forms/guards/twisted/test_twisted_books.py",
    "tests/forms/opening/pages/test_hostile_more.py",
    "tests/forms/opening/pages/test_written_pages.py",
]


def fuzz(words: Sequence[str]) -> int:
    """Damage papers for some time and see that each is refused or read whole; then try all properties anew.

    The tests try the same examples of a property in every run; here they are others each time, and many times as many.
    """
    seconds = words[words.index("--seconds") + 1] if "--seconds" in words[:-1] else "60"
    failed = _pytest(["tests/fuzz", "-o", "python_files=fuzz_*.py", "-s"], TANBAO_FUZZ_SECONDS=seconds)
    failed = failed or _pytest(["tests/models", "tests/forms", "-m", "hypothesis", "--hypothesis-profile", "anew"])
    return failed or _pytest(SEEDED, TANBAO_MORE="20")


def foreign(words: Sequence[str]) -> int:
    """Let foreign verifiers judge the seals of a return: valid as sealed, invalid with a changed figure.

    Apart from `test` because Apache POI needs Java. Debian's POI 4.0.1 lacks the schema classes of its relationships
    transform (NoClassDefFoundError: TransformDocument); tests/foreign/*.xsd give them back for the run.
    """
    system.install(system.FOREIGN)
    return _pytest(["tests/foreign", "-o", "python_files=foreign_*.py", "-s", *words])


def inbox(words: Sequence[str]) -> int:
    """Receive what a whole city sends in a day; apart from `test` because a city is to be made first."""
    return _pytest(["tests/inbox", "-o", "python_files=inbox_*.py", "-s", *words])


def torture(words: Sequence[str]) -> int:
    """Kill a program that types, records and issues, cut its power, fill its disk …; judge what is left."""
    seconds = words[1] if len(words) > 1 and words[0] == "--seconds" else "60"
    system.install(system.TORTURE)
    chosen = ["tests/torture", "-o", "python_files=torture_*.py", "-o", "python_functions=torture_*", "-s"]
    return _pytest(chosen, TANBAO_TORTURE_SECONDS=seconds)


def monkey(words: Sequence[str]) -> int:
    """Let random keys and clicks at the window on a real screen (Xvfb, xdotool) for some seconds."""
    system.install(system.RUN + system.TEST + system.for_venv())
    environment(DEVELOPER)
    return inside(["-m", "tests.screen.monkey", *words], LC_ALL="C.UTF-8")


def mutate(words: Sequence[str]) -> int:
    """Change the rooms that decide, one place at a time, and print the share that some test notices."""
    system.install(system.RUN + system.TEST + system.for_venv())
    environment(DEVELOPER)
    return inside(["-m", "tests.mutate.run", *words], QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


def _pytest(words: Sequence[str], **variables: str) -> int:
    system.install(system.RUN + system.TEST + system.for_venv())
    environment(DEVELOPER)
    return inside(["-m", "pytest", *words], QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", **variables)


def check(_: Sequence[str]) -> int:
    """Run formatter, linter, type checker and the map's own check; all speak before it fails."""
    environment(DEVELOPER)
    tools = (
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "ruff", "check", "."],
        ["-m", "mypy"],
        ["build/house.py", "--check"],
    )
    return 1 if any([inside(tool) for tool in tools]) else 0


def house(words: Sequence[str]) -> int:
    """Write the map of the house anew, from what the rooms say and import; needs no environment."""
    return subprocess.run([sys.executable, "build/house.py", *words], cwd=ROOT, check=False).returncode


def demo(words: Sequence[str]) -> int:
    """Play the demonstration."""
    setup(())
    return inside(["main.py", "demo", *words], LC_ALL="C.UTF-8")


def pictures(words: Sequence[str]) -> int:
    """Make the pictures of README and guide anew."""
    setup(())
    return inside(["build/pictures.py", *words], QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


def package(words: Sequence[str]) -> int:
    """See that every library has its wheels, freeze the program and run the self-test of the result."""
    system.install(system.RUN + system.PACKAGE + system.for_venv() + system.for_freezing())
    environment(DEVELOPER)
    looked = ["tests/package", "-o", "python_files=package_*.py"]
    if list(words) == ["--wheels"]:
        return _pytest([*looked, "--remake-golden"])
    if list(words) == ["--wine"]:
        return _pytest(["tests/package", "-o", "python_files=wine_*.py"])
    if not words and (failed := _pytest(looked)):
        return failed
    return inside(["build/package/freeze.py", *words], QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "house": house,
    "bench": bench,
    "fuzz": fuzz,
    "inbox": inbox,
    "torture": torture,
    "foreign": foreign,
    "monkey": monkey,
    "mutate": mutate,
    "package": package,
    "demo": demo,
    "pictures": pictures,
}


PASS_ON = ("run", "test", "demo", "monkey", "mutate")  # what these are asked, another program answers


def main(words: Sequence[str]) -> int:
    """Carry out one verb; usage and exit code 2 for anything else. A verb asked for its help starts nothing."""
    if (asked := words[-1:] in (["-h"], ["--help"])) and len(words) == 1:
        print(__doc__)
        return 0
    if not words or words[0] not in VERBS:
        print(__doc__, file=sys.stderr)
        return 2
    if asked and words[0] not in PASS_ON:
        print(VERBS[words[0]].__doc__)
        return 0
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever python3 the machine has
        say(f"需要 Python 3.11 或更新版本，现为 {sys.version.split()[0]} / Python 3.11 or newer is needed")
        return 3
    try:
        return VERBS[words[0]](words[1:])
    except system.Lacking as lacking:
        say(str(lacking))
    except subprocess.CalledProcessError as error:
        say(f"没有成功：{Path(error.cmd[0]).name} 返回 {error.returncode} / failed, see above")
    except KeyboardInterrupt:
        say("已中断 / interrupted")
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
