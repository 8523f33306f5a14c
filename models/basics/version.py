"""The program's own version and build, as papers, 关于 and the installer state them; a plan has its own."""

from models.basics.resources import RESOURCES

VERSION = "1.0.0"


def build() -> str:
    """Return the first twelve figures of the hash over the sources of a packaged program, "" when run from source."""
    made = RESOURCES / "build.txt"
    return made.read_text("utf-8").strip() if made.exists() else ""
