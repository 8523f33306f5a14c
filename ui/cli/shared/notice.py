"""Notice: what goes with the answer of every command on a workspace whose record was altered behind the program.

What issues is refused then (`models.workspace.act`); what records or shows goes on, and says so here.
"""

from argparse import Namespace

from models.basics.errors import AppError, MachineError
from models.basics.messages import sentence
from ui.cli.shared.command import Answer

_TOLD = frozenset(("gaps", "altered"))  # in answers that compare the record themselves


def noticed(answer: Answer, arguments: Namespace) -> tuple[Answer, str]:
    """Return the answer of a command, with `altered` and `notice` where its record does not hold, and those words.

    What was done is done: a record that cannot be read is told too, and raises nothing.
    """
    number, words = (None, "") if _TOLD & set(answer.found) else _compared(arguments)
    if not words:
        return answer, ""
    return answer._replace(found={**answer.found, "altered": number, "notice": words}), words


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
        gaps = store.acts.verified()
        return len(gaps), altered_words(store, gaps) if gaps else ""
    except MachineError as error:
        return None, sentence(error)
