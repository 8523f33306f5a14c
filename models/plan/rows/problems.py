"""What is wrong with a plan: problems with their place, collected instead of raised one by one.

Knows no table and no key; the sentences are those of resources/messages/zh_CN/plan/plan.toml.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field

from models.basics.messages import say
from models.basics.records import dataclass

LONGEST_ID = 40
MOST_PROBLEMS, MOST_HINTS = 300, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a plan: file, place inside it (`item[Q06.8].formula`), and a sentence.

    `key` and `facts` are what the sentence was made of, for whoever says it in other words; "" where it has none.
    """

    file: str
    path: str
    message: str
    key: str = field(default="", compare=False)
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)


def placed(file: str, path: str, message: str) -> str:
    """Return a sentence about a plan behind the place it is about, alone where no place is known."""
    place = f"{file} {path}".strip()
    return f"{place}：{message}" if place else message


@dataclass(kw_only=True)
class Problems:
    """Every problem met so far, each once; a hopeless file is not read out to the last line."""

    found: dict[Problem, None] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)  # name → the ids of what is called so
    torn: set[str] = field(default_factory=set)  # kinds of rows of which one could not be read under its own name
    hopeless: bool = False  # what was met hides the rest

    def stop(self, file: str, path: str, key: str, **facts: object) -> None:
        """Note a problem after which nothing more can be said of the plan."""
        self.note(file, path, key, **facts)
        self.hopeless = True

    def listed(self) -> tuple[Problem, ...]:
        """Return the problems file by file, each file's in the order they were met."""
        return tuple(sorted(self.found, key=lambda problem: problem.file))

    def note(self, file: str, path: str, key: str, **facts: object) -> None:
        """Note a problem by its sentence `plan.<key>`."""
        if len(self.found) < MOST_PROBLEMS:
            shown = {name: _shown(fact) for name, fact in facts.items()}
            text = say(f"plan.{key}", **shown)
            self.found[Problem(file=file, path=path, message=text, key=f"plan.{key}", facts=shown)] = None
        elif len(self.found) == MOST_PROBLEMS:
            self.found[Problem(file="", path="", message=say("plan.more", n=MOST_PROBLEMS))] = None

    @property
    def hinting(self) -> bool:
        """False once there are so many problems that nobody reads on: comparing names is slow."""
        return len(self.found) < MOST_HINTS

    def near(self, name: str, known: Iterable[str]) -> str:
        """Return “（是不是“…”？）” for the known name that looks most like it, "" when none does."""
        match = self.nearest(name, known) if self.hinting else None
        return say("plan.near", id=match) if match else ""

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        """Return the known id of what bears the name, else the known name that looks most like it; None = none does."""
        from difflib import get_close_matches  # nobody asks for it while nothing is wrong

        known = tuple(known)
        match = [id for id in self.called.get(name, ()) if id in known] or get_close_matches(
            name[:LONGEST_ID], known, 1
        )
        return match[0] if match else None


def _shown(fact: object) -> object:
    return fact[:80] + "…" if isinstance(fact, str) and len(fact) > 200 else fact
