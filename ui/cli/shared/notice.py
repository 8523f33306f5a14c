"""Notice: what goes with the answer of every command on a workspace that was altered behind the program, or is a copy.

Where the record was altered, what issues is refused (`models.workspace.act`); what records or shows goes on, and says
so here. A copy issues too: what it issues beside its original is told apart by its digests.
"""

from argparse import Namespace

from models.basics.errors import AppError, MachineError
from models.basics.messages import sentence
from ui.cli.shared.command import Answer

_TOLD = frozenset(("gaps", "altered"))  # in answers that compare the record themselves


def noticed(answer: Answer, arguments: Namespace) -> tuple[Answer, str]:
    """Return the answer of a command with what is to be told of its workspace as `notice`, and those words, or "".

    Where its record does not hold, the answer has `altered` as well. What was done is done: a record that cannot be
    read is told too, and raises nothing.
    """
    number, words = (None, "") if _TOLD & set(answer.found) else _compared(arguments)
    altered = {"altered": number} if words else {}
    told = "\n".join(one for one in (words, _of_copy(arguments)) if one)
    return answer._replace(found={**answer.found, **altered, "notice": told}) if told else answer, told


def notice_of_refusal(error: AppError, arguments: Namespace) -> str:
    """Return the same words for a command that was refused: what is altered may be why; "" where that was said."""
    return "" if error.code == "record_broken" else _compared(arguments)[1]


def _compared(arguments: Namespace) -> tuple[int | None, str]:
    """Return in how many places the record does not hold, None = it cannot be read, and the sentence; "" = it holds."""
    from models.proof.gaps import altered_words

    workspace = getattr(arguments, "workspace", None)
    if workspace is None or workspace.store.closed:
        return None, ""
    store = workspace.store
    try:
        gaps = store.acts.comparison.verified()
        return len(gaps), altered_words(store, gaps) if gaps else ""
    except MachineError as error:
        return None, sentence(error)


def _of_copy(arguments: Namespace) -> str:
    from models.basics.messages import say
    from models.workspace.act import confirm_command
    from models.workspace.copied import told_of_copy

    workspace = getattr(arguments, "workspace", None)
    if workspace is None or workspace.store.closed or not (told := told_of_copy(workspace.store)):
        return ""
    return told + say("backups.confirm_by", 命令=confirm_command(workspace.store))  # no word of it in the window
