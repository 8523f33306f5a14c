"""Matter acts: something 今天要办 lists is carried over with a sentence, or taken up again."""

from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.todo.matters import Matter
from models.todo.settling import manner_of, settle, take_up
from models.workspace.first_run import person_of
from ui.basics.jobs import Progress
from ui.office.acts.base import DeskActs
from ui.office.asking import AskedField
from ui.office.doing import Said, do_apart


class MatterActs(DeskActs):
    """What can be done about a matter."""

    def settle(self, matter: Matter, name: str) -> None:
        """结转: carry a matter over with one sentence."""
        office = self.session.workspace
        manner = say(f"todo.manner.{manner_of(office, matter)}")

        def work(said: Said, _: Progress) -> str:
            by = self.session.name_person(said["by"])
            settle(office, matter, said["reason"], by=by, at=datetime.now(PLAN_ZONE))
            return say("office.done.settled", 谁=name, 方式=manner)

        fields = [AskedField(name="reason", words=say("office.ask.reason"), reason=True), self.session.person_field]
        effect = say("office.effect.settle", 谁=name, 事=matter.what.words, 方式=manner)
        self.ask("settle", effect, fields, work)

    def take_up(self, matter: Matter, name: str) -> None:
        """Take a settled matter up again."""
        office = self.session.workspace

        def work(_: Progress) -> None:
            take_up(office, matter, by=person_of(office.store), at=datetime.now(PLAN_ZONE))

        do_apart(self._parts, self._parent, work, lambda _: self.done(say("office.done.taken_up", 谁=name)))
