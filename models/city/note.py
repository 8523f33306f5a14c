"""Note: a remark beside a city figure, as a key and facts; its sentence is made when it is shown."""

from collections.abc import Mapping
from dataclasses import field

from models.basics.messages import CHINESE, say, say_in
from models.basics.records import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: message key, and the facts that fill its blanks."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence, in the language chosen."""
        return say(self.key, **self.facts)

    @property
    def paper_words(self) -> str:
        """The sentence as papers say it: Chinese in every language."""
        return say_in(CHINESE, self.key, **self.facts)
