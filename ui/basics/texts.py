"""Window texts: how times, states and what went wrong are written, in sentences of the message files."""

import errno
from datetime import date, datetime

from models.basics.errors import AppError, MachineError
from models.basics.messages import language_in_use, say, say_in, sentence
from models.basics.period import PLAN_ZONE, short_day, short_time
from models.ledger.decisions import Decision
from models.settings.due import Due
from models.sheet.cells import State

WORD_JOINER = "\u2060"


def state_word(state: State | None) -> str:
    """Return a state as the grid shows it, "" for a value and for nothing said."""
    return "" if state is None or not state.rules.shown_as_name else say(f"window.state.{state}")


def unbroken(code: str) -> str:
    """Return a code that is read out as sentences show it: no line ends between its groups."""
    return code.replace("-", f"-{WORD_JOINER}")


def day_text(day: date | datetime | None) -> str:
    """Return a day as lists show it, with its year where that is not this one; "" for none."""
    return short_day(day, datetime.now(PLAN_ZONE)) if day is not None else ""


def time_text(time: datetime | None) -> str:
    """Return a time likewise; "" for none."""
    return short_time(time, datetime.now(PLAN_ZONE)) if time is not None else ""


def due_text(due: Due | None, now: datetime | None, beside: str = "") -> str:
    """Return when a return is due and how long that is: "截止 10月15日 17:30 · 还有2天".

    Without `now` only when: for a return that has been filed nothing runs out any more. Days are not counted any more
    from a year that is over. A year that is neither this one nor said in the words `beside` is told.
    """
    if due is None:
        return say("window.due.unset")
    local = due.at.astimezone(PLAN_ZONE)
    this_year = local.year == (now or datetime.now(PLAN_ZONE)).astimezone(PLAN_ZONE).year
    told = this_year or say("window.due.year", 年=local.year) in beside
    key = "window.due.when" if told else "window.due.when_year"
    when = say(key, 年=local.year, 月=local.month, 日=local.day, 时=f"{local:%H:%M}")
    if now is None or not (this_year or local > now):
        return when
    days = (local.date() - now.astimezone(PLAN_ZONE).date()).days
    if due.passed(now):
        return f"{when} · " + (say("window.due.over", n=-days) if days else say("window.due.over_today"))
    return f"{when} · " + (say("window.due.left", n=days) if days else say("window.due.today"))


def decision_words(decision: Decision) -> str:
    """Return what the office decided of a return, as its unit says it."""
    return say("window.receipts.returned" if decision is Decision.RETURNED else f"papers.decision.{decision}")


REASONS = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENOENT, errno.EBUSY, errno.EEXIST, errno.EISDIR,
    errno.ENOTDIR, errno.EIO, errno.ENAMETOOLONG, errno.EILSEQ, errno.EMFILE, errno.ETIMEDOUT, errno.ENODEV,
)  # fmt: skip


def reason_of(error: OSError) -> str:
    """Return why the machine failed in the window's language: what the system says is in its own."""
    known = error.errno if error.errno in REASONS else None
    return say(f"window.trouble.reason.{'other' if known is None else errno.errorcode[known]}")


def trouble(error: BaseException) -> str:
    """Return the sentence for whatever went wrong; a bug of ours says that what was saved is safe."""
    if isinstance(error, AppError | MachineError):
        return sentence(error)
    if isinstance(error, OSError):
        return say("window.trouble.machine", 文件=error.filename or "", 原因=reason_of(error))
    return say("window.trouble.bug", 种类=type(error).__name__)


def revision_words(revision: int, language: str | None = None) -> str:
    """Return what a revision is called: 初报, 第1次订正 …"""
    key = "window.filing.first" if revision == 1 else "window.filing.correction"
    return say_in(language or language_in_use(), key, n=revision - 1)
